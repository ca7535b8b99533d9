import type { PropertiesConfig } from '../../../apps/properties/section.ts'
import type { SwitchesConfig } from '../../../apps/switch/section.ts'
import type { DeviceConfig } from '../../../firmware/boot/config.ts'
import type { BoardName } from '../../board-kinds/board-kind.ts'
import { boards } from '../../board-kinds/boards.ts'
import { decodeText, noText, noTextHint } from '../../local-files/text-file.ts'
import type { AppKind } from './app-kind.ts'
import { checkBoard } from './check-board.ts'
import { checkSections } from './check-sections.ts'
import { checkChoices } from './choices.ts'
import type { Problem } from './problem.ts'
import { checkSchema } from './schema-check.ts'
import { Source } from './source.ts'
import { checkSyntax } from './syntax.ts'
import { speak } from '../../command-line/language.ts'

/** device.json as it is on a computer: with the kind of board, which only the tools read. */
export interface ConfigFile extends DeviceConfig {
  readonly board?: BoardName
  /** One of these two; none for an application of the user's own. */
  readonly switches?: SwitchesConfig
  readonly properties?: PropertiesConfig
  /** Beside one of the two: values set while the device was away come true when it is back. */
  readonly desired?: true
}

/** A configuration that was read; `config` is undefined when a problem is an error. */
export interface CheckedConfig {
  readonly config: ConfigFile | undefined
  /** In the order of the text. */
  readonly problems: readonly Problem[]
}

/** Limit for the file, bytes: far more than a board could read. */
const mostBytes = 16_384
/** Limit for nested brackets, which otherwise could overflow the parser's own stack. */
const mostBrackets = 1000

/**
 * Checks the text of a device.json as strictly as the device does, and returns all problems at once. Never throws. A Buffer
 * may have any encoding that decodeText() reads. `board` is the kind of board it is for, where that is known otherwise than
 * from the configuration itself. `app`: an application of the user's own needs no section of pins, and
 * one with `device(options)` neither aliyun nor mqtt.
 */
export function checkConfig(text: Buffer | string, board?: BoardName, app: AppKind = 'by-section'): CheckedConfig {
  const bytes = Buffer.from(text)
  const rightFile = speak`is it the right file?`
  if (bytes.length > mostBytes) return refuse(speak`${bytes.length} bytes`, speak`at most ${mostBytes}`, rightFile)
  const decoded = decodeText(bytes)
  if (decoded === undefined) return refuse(speak(noText), 'UTF-8', speak(noTextHint))
  const brackets = decoded.split(/[[{]/).length - 1
  if (brackets > mostBrackets) return refuse(speak`${brackets} brackets`, speak`at most ${mostBrackets}`, rightFile)
  const source = new Source(decoded)
  const syntax = checkSyntax(source)
  const problems = syntax.readable ? [...syntax.problems, ...checkAll(source, board, app)] : [...syntax.problems]
  problems.sort((one, other) => one.line - other.line || one.column - other.column)
  const bad = problems.some(({ severity }) => severity === 'error')
  // The schema has just confirmed that it is one.
  return { config: bad ? undefined : (source.value as ConfigFile), problems }
}

function checkAll(source: Source, board: BoardName | undefined, app: AppKind): Problem[] {
  const kind = board === undefined ? undefined : boards[board]
  return [
    ...checkSchema(source),
    ...checkSections(source, app),
    ...checkChoices(source, app === 'own-identity'),
    ...checkBoard(source, kind),
  ]
}

function refuse(got: string, wanted: string, fix: string): CheckedConfig {
  return { config: undefined, problems: [{ severity: 'error', line: 1, column: 1, path: '', got, wanted, fix }] }
}
