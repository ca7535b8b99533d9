import type { AppKind } from '../config/check/app-kind.ts'
import { checkConfig, type ConfigFile } from '../config/check/check-config.ts'
import { readConfigBytes, readConfigValue } from '../config/file/config-file.ts'
import { formatProblems } from '../config/check/problem.ts'
import { sectionOf } from '../config/check/section.ts'
import { UserError } from '../command-line/user-error.ts'
import type { BoardName } from '../board-kinds/board-kind.ts'
import { isBoardName } from '../board-kinds/boards.ts'
import { modelOfProperties } from '../thing-model/model-of-properties.ts'
import type { Tsl } from '../thing-model/tsl.ts'

/** What of a device.json the demonstration takes: never its Wi-Fi, its identity or a secret. */
export type DemoSections = Pick<ConfigFile, 'switches' | 'properties' | 'desired'>

const taken = ['board', 'switches', 'properties', 'desired']

/**
 * Reads the pins of a device.json for `npm start -- --config FILE`; the rest of the file may be wrong or missing. Returns the
 * sections, and the board where the file names one. Throws UserError config-missing and config-invalid.
 */
export function readDemoSections(
  file: string,
  app: AppKind,
  given?: BoardName,
): { readonly sections: DemoSections; readonly board: BoardName | undefined } {
  const { problems } = checkConfig(readConfigBytes(file), given, app)
  const value = sectionOf(readConfigValue(file)) ?? {}
  const ofPins = problems.filter(({ path }) => path === '' || taken.includes(path.split('.')[0] ?? ''))
  if (ofPins.some(({ severity }) => severity === 'error'))
    throw new UserError('config-invalid', formatProblems(ofPins, file))
  const { board, switches, properties, desired } = value
  return {
    // The check has just confirmed that they are these.
    sections: {
      ...(switches !== undefined && { switches }),
      ...(properties !== undefined && { properties }),
      ...(desired !== undefined && { desired }),
    } as DemoSections,
    board: given ?? (typeof board === 'string' && isBoardName(board) ? board : undefined),
  }
}

/** The thing model of the demonstration's product, where its pins say one. */
export const modelOfDemo = ({ properties }: DemoSections, productKey: string): Tsl | undefined =>
  properties === undefined ? undefined : modelOfProperties(properties, productKey)
