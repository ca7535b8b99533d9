import { utf8 } from './bytes.ts'
import { createFakeBoard, type FakeBoard } from './fake-board.ts'
import { createFakeEngine } from './fake-engine.ts'
import { freshModules, type Load } from './fresh.ts'
import { nativeHash } from './hashes.ts'
import { pageOf, writeJournal } from './journal.ts'
import type { Hash } from '../../../firmware/platform/platform.ts'

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

export interface AtBootOptions {
  /** device.json: text as it is, or made of a value; null is no such file. */
  readonly config?: unknown
  /** The last record of the journal. */
  readonly saved?: string
  readonly lacks?: readonly ('net' | 'tls' | 'hash')[]
  /** What getSerial() says. */
  readonly serial?: string
  /** What the application does at its top level; without it the application is that of the switches. */
  readonly app?: (load: Load) => void
}

/** A board whose `boot` has run. */
export interface Booted {
  /** What `boot` returned. */
  readonly config: ReturnType<BootModule['boot']>
  readonly boot: BootModule
  /** Its events: what was driven, logged and saved, and `hash`. */
  readonly fake: FakeBoard
  readonly load: Load
}
type BootModule = typeof import('../../../firmware/boot/boot.ts')

/** Runs what is done once at the start: from the application's top level to the end of `boot`. */
export function bootBoard(options: AtBootOptions = {}): Booted {
  const { config = goodConfig, saved, lacks = [], serial = 'aabbccdd-eeff0011', app } = options
  const fake = createFakeBoard({ serial })
  const { files, events } = fake
  if (config !== null) files.set('device.json', utf8(typeof config === 'string' ? config : JSON.stringify(config)))
  if (saved !== undefined) writeJournal(fake.flash, pageOf(saved))
  const hash: Hash = (bytes) => {
    events.push('hash')
    return nativeHash(bytes)
  }
  const load = freshModules(createFakeEngine(fake).globals)
  if (app) app(load)
  else load('apps/switch/switch.ts')
  const boot = load('firmware/boot/boot.ts')
  const modules = ['net', 'tls'].filter((name) => !lacks.some((each) => each === name))
  return { config: boot.boot(modules, lacks.includes('hash') ? undefined : hash), boot, fake, load }
}

/** The configuration's problems, as the start tells them. */
export function problemsOf(config: unknown, options: AtBootOptions = {}): string[] {
  const start = 'E boot config-invalid '
  const lines = bootBoard({ ...options, config }).fake.seen('log')
  return lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length))
}
