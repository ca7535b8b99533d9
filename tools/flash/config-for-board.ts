import type { Identity } from './identify.ts'
import { toDeviceJson } from '../config/device-json.ts'
import { checkConfig } from '../config/check-config.ts'
import { readConfigText } from '../config/config-file.ts'
import { Draft } from '../config/draft.ts'
import { findCareless, refuseTracked } from '../config/file-state.ts'
import { applyGiven, collectGiven } from '../config/given.ts'
import { loginOf } from '../config/login.ts'
import { formatProblems } from '../config/problem.ts'
import { makeDemoDevice } from '../start/demo-device.ts'
import { UserError } from '../user-error.ts'

/** Who a device is; a fleet's boards differ in nothing else. */
export interface DeviceTriple {
  readonly productKey: string
  readonly deviceName: string
  readonly deviceSecret: string
}

export interface ConfigSource {
  readonly file: string
  /** In the place of the file's own. */
  readonly triple?: DeviceTriple | undefined
  readonly environment: NodeJS.ProcessEnv
  readonly warn: (text: string) => void
}

/**
 * The bytes of device.json for a board that was recognised, checked for that board's pins and libraries. Throws UserError
 * config-missing, config-invalid, secret-tracked, demo-identity.
 */
export function configForBoard(source: ConfigSource, { kind, modules }: Pick<Identity, 'kind' | 'modules'>): Buffer {
  const { file, triple, environment, warn } = source
  const start = new Draft(readConfigText(file))
  refuseTracked(file)
  for (const line of findCareless(file)) warn(`warning  ${line}\n`)
  const given = triple === undefined ? collectGiven({}, environment, start) : []
  let draft = applyGiven(start, given)
  if (triple !== undefined) draft = withTriple(draft, triple)
  const { config, problems } = checkConfig(draft.text, kind.name)
  if (config === undefined)
    throw new UserError('config-invalid', formatProblems(problems, file), 'npm run config mends it')
  if (problems.length > 0) warn(`${formatProblems(problems, file)}\n`)
  if (config.aliyun?.productKey === makeDemoDevice(1).aliyun.productKey) {
    const hint = 'it exists on the local platform of npm start only: npm run config asks for a real one'
    throw new UserError('demo-identity', `${file} holds the identity of the demonstration`, hint)
  }
  const login = loginOf(config)
  if (config[login]?.tls === true && !modules.includes('tls')) {
    const hint = `${login}.tls: false, or a build with TLS: see the table of boards in the README`
    throw new UserError(
      'wrong-board',
      `device.json wants TLS, and the interpreter on this ${kind.title} has none`,
      hint,
      2,
    )
  }
  return toDeviceJson(config)
}

function withTriple(draft: Draft, triple: DeviceTriple): Draft {
  return draft
    .with(['mqtt'], undefined)
    .with(['aliyun', 'productKey'], triple.productKey)
    .with(['aliyun', 'deviceName'], triple.deviceName)
    .with(['aliyun', 'deviceSecret'], triple.deviceSecret)
}
