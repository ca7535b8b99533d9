import type { BoardAtBoot, Hash } from '../../../firmware/platform.ts'
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
  readonly board: BoardAtBoot
  /** `drive 2 1`, `hash` and `read name`, in order. */
  readonly events: string[]
}

export interface AtBootOptions {
  /** device.json: text as it is, or made of a value; undefined is no such file. */
  readonly config?: unknown
  /** What was saved of the switches. */
  readonly saved?: string
  readonly lacks?: readonly ('net' | 'tls' | 'hash')[]
  /** What getSerial() says. */
  readonly serial?: string
}

function mustNotConnect(): never {
  throw new Error('a network was tried at boot')
}

/** A board with pins D0 to D31 that remembers what the start does to it. */
export function boardAtBoot(options: AtBootOptions = {}): AtBoot {
  const { config = goodConfig, saved, lacks = [], serial = 'aabbccdd-eeff0011' } = options
  const events: string[] = []
  const files = new Map<string, string>()
  if (config !== null) files.set('device.json', utf8(typeof config === 'string' ? config : JSON.stringify(config)))
  if (saved !== undefined) files.set('switches.json', saved)
  const hash: Hash = (bytes) => {
    events.push('hash')
    return nativeHash(bytes)
  }
  return {
    events,
    board: {
      wifiModule: { connect: mustNotConnect, disconnect: mustNotConnect, scan: mustNotConnect, on: mustNotConnect },
      hasNet: !lacks.includes('net'),
      hasTls: !lacks.includes('tls'),
      storage: {
        read: (name) => {
          events.push(`read ${name}`)
          return files.get(name)
        },
        write: () => {
          throw new Error('the start must not wear the flash')
        },
      },
      pinOf: (name) => (/^D([0-9]|[12][0-9]|3[01])$/.test(name) ? Number(name.slice(1)) : undefined),
      nativeHash: lacks.includes('hash') ? undefined : hash,
      seedRandom: (number) => events.push(`seed ${number}`),
      serial,
    },
  }
}
