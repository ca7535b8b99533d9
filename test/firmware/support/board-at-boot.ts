import { checkBoard } from '../../../firmware/boot/check-board.ts'
import type { DeviceConfig } from '../../../firmware/boot/config.ts'
import { checkConfig } from '../../../firmware/boot/check-config.ts'
import { readConfig } from '../../../firmware/boot/read-config.ts'
import type { Hash } from '../../../firmware/platform/platform.ts'
import { pageOf, writeJournal } from './journal.ts'
import { createFakeBoard, type FakeBoard } from './fake-board.ts'
import { nativeHash } from './hashes.ts'
import { utf8 } from './bytes.ts'

/** A configuration that is good in every way, and short. */
export const goodConfig = {
  wifi: { ssid: 'Home', password: 'correct horse' },
  aliyun: {
    productKey: 'a1B2c3D4e5F',
    deviceName: 'plug01',
    deviceSecret: '0123456789abcdef0123456789abcdef',
    region: 'cn-shanghai',
  },
  switches: { PowerSwitch_1: { pin: 'D2' } },
}

/** The same with the console's one-click copy. */
export const goodMqttConfig = {
  wifi: goodConfig.wifi,
  mqtt: {
    clientId: 'a1B2c3D4e5F.plug01|securemode=2,signmethod=hmacsha256,timestamp=1700000000000|',
    username: 'plug01&a1B2c3D4e5F',
    passwd: '898d0e97fb7dab1903e40358713841e7ac5dc8801dc220db1d76ce6405b5e6a4',
    mqttHostUrl: 'a1B2c3D4e5F.iot-as-mqtt.cn-shanghai.aliyuncs.com',
    port: 1883,
  },
  switches: goodConfig.switches,
}

/** A copy of a configuration in which the value at a path is another; undefined takes the key away. */
export function changed(config: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(config) as { [key: string]: unknown }
  const keys = path.split('/')
  const last = keys.pop() ?? ''
  let section = copy
  for (const key of keys) section = (section[key] ??= {}) as { [key: string]: unknown }
  if (value === undefined) delete section[last]
  else section[last] = value
  return copy
}

export interface AtBoot {
  readonly fake: FakeBoard
  /** What `boot` gets: the build's modules, and its hash. */
  readonly modules: readonly string[]
  readonly hash: Hash | undefined
}

export interface AtBootOptions {
  /** device.json: text as it is, or made of a value; null is no such file. */
  readonly config?: unknown
  /** The last record of the switches' journal. */
  readonly saved?: string
  readonly lacks?: readonly ('net' | 'tls' | 'hash')[]
  /** What getSerial() says. */
  readonly serial?: string
}

/** A board that is about to start. Its events: what is driven, logged and saved, and `hash`. */
export function boardAtBoot(options: AtBootOptions = {}): AtBoot {
  const { config = goodConfig, saved, lacks = [], serial = 'aabbccdd-eeff0011' } = options
  const fake = createFakeBoard({ serial })
  const { files, events } = fake
  if (config !== null) files.set('device.json', utf8(typeof config === 'string' ? config : JSON.stringify(config)))
  if (saved !== undefined) writeJournal(fake.flash, pageOf(saved))
  const hash: Hash = (bytes) => {
    events.push('hash')
    return nativeHash(bytes)
  }
  return {
    fake,
    modules: ['Flash', 'net', 'tls', 'crypto'].filter((name) => !lacks.some((each) => each === name)),
    hash: lacks.includes('hash') ? undefined : hash,
  }
}

/** The configuration's problems, as the start tells them. */
export function problemsOf(config: unknown, options: AtBootOptions = {}): string[] {
  const { modules } = boardAtBoot({ ...options, config })
  const problems: string[] = []
  const tell = (problem: string): unknown => problems.push(problem)
  const read = readConfig(tell)
  if (read !== undefined) checkConfig(read, tell)
  if (read) checkBoard(read as DeviceConfig, modules, tell)
  return problems
}
