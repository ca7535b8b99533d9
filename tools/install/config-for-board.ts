import type { Identity } from './identify.ts'
import { toDeviceJson } from '../config/file/device-json.ts'
import type { BoardName } from '../board-kinds/board-kind.ts'
import type { AppKind } from '../config/check/app-kind.ts'
import { checkConfig, type ConfigFile } from '../config/check/check-config.ts'
import { configCall } from '../config/file/config-call.ts'
import { readConfigText } from '../config/file/config-file.ts'
import { demoAtAliyun } from '../config/check/demo.ts'
import { Draft } from '../config/draft/draft.ts'
import { findCareless, refuseTracked } from '../config/file/file-state.ts'
import { applyGiven, collectGiven } from '../config/draft/given.ts'
import { loginOf } from '../config/check/login.ts'
import { formatProblems } from '../config/check/problem.ts'
import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'

/** The device triple; a fleet's boards differ in nothing else. */
export interface DeviceTriple {
  readonly productKey: string
  readonly deviceName: string
  readonly deviceSecret: string
}

export interface ConfigSource {
  readonly file: string
  /** Replaces the file's own. */
  readonly triple?: DeviceTriple | undefined
  /** By the section that it has unless said otherwise. */
  readonly app?: AppKind
  readonly environment: NodeJS.ProcessEnv
  readonly warn: (text: string) => void
}

/**
 * Returns the bytes of device.json for a board that was recognised, checked against its pins and libraries. Throws UserError
 * config-missing, config-invalid, secret-tracked, demo-identity, wrong-board.
 */
export function configForBoard(source: ConfigSource, { kind, modules }: Pick<Identity, 'kind' | 'modules'>): Buffer {
  const config = readSource(source, kind.name)
  const login = loginOf(config)
  if (config[login]?.tls === true && !modules.includes('tls')) {
    const hint = speak`${login}.tls: false, or a build with TLS: see the table of boards in docs/hardware.md`
    throw new UserError(
      'wrong-board',
      speak`device.json wants TLS, and the interpreter on this ${kind.title} has none`,
      hint,
      2,
    )
  }
  return toDeviceJson(config)
}

/**
 * Throws what configForBoard() would throw for any board, or for the kind that is wanted; called before a port is looked
 * for.
 */
export function refuseBadConfig(source: Omit<ConfigSource, 'warn'>, board?: BoardName): void {
  readSource({ ...source, warn: () => undefined }, board)
}

function readSource({ file, triple, app, environment, warn }: ConfigSource, board: BoardName | undefined): ConfigFile {
  const start = new Draft(readConfigText(file))
  refuseTracked(file)
  for (const line of findCareless(file)) warn(`${speak`warning`}  ${line}\n`)
  const given = triple === undefined ? collectGiven({}, environment, start) : []
  let draft = applyGiven(start, given)
  if (triple !== undefined) draft = withTriple(draft, triple)
  const { config, problems } = checkConfig(draft.text, board, app)
  if (config === undefined)
    throw new UserError('config-invalid', formatProblems(problems, file), speak`${configCall(file)} mends it`)
  if (problems.length > 0) warn(`${formatProblems(problems, file)}\n`)
  if (demoAtAliyun({ ...config }) !== undefined) {
    const hint = speak`it exists on the local platform of npm start only: ${configCall(file)} asks for a real one`
    throw new UserError('demo-identity', speak`${file} holds the identity of the demonstration`, hint)
  }
  return config
}

function withTriple(draft: Draft, triple: DeviceTriple): Draft {
  return draft
    .with(['mqtt'], undefined)
    .with(['aliyun', 'productKey'], triple.productKey)
    .with(['aliyun', 'deviceName'], triple.deviceName)
    .with(['aliyun', 'deviceSecret'], triple.deviceSecret)
}
