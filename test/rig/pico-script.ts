import { join } from 'node:path'
import { existsSync, readFileSync } from 'node:fs'
import { buildFirmware } from '../../tools/build/firmware.ts'
import { defaultApplication } from '../../tools/build/application.ts'
import { hashSources } from '../../tools/build/source-hash.ts'
import { writeWhole } from '../../tools/local-files/write-whole.ts'
import type { DeviceJson } from './identity.ts'

/**
 * A script for Kaluma has its configuration inside, and only what that one asks for. The tests have many: the script is built
 * once, with one that asks for all, and each test's is put in its place.
 */
const everything: DeviceJson = {
  wifi: { ssid: 'in its place', password: 'comes another' },
  aliyun: {
    ...{ productKey: 'a1FAULTS', deviceName: 'plug1', deviceSecret: '0123456789abcdef0123456789abcdef' },
    ...{ host: 'cloud.test', port: 1883 },
  },
  switches: {
    PowerSwitch_1: { pin: 'GP2', button: 'GP0', activeHigh: false, atBoot: 'restore' },
    PowerSwitch_2: { pin: 'GP4', atBoot: 'on' },
  },
  link: { keepAliveS: 60, rebootAfterMin: 15 },
}

const folder = join('dist', 'test')
const file = join(folder, 'firmware.pico-w.js')
const recordFile = join(folder, 'firmware.pico-w.txt')

/** Builds the script unless it is there already, of these sources; `hash` is that of the switch's script for the others. */
export async function ensurePicoScript(hash: string): Promise<string> {
  const sources = `${hashSources()} ${hash}`
  const isCurrent = existsSync(file) && existsSync(recordFile) && readFileSync(recordFile, 'utf8') === sources
  if (isCurrent) return readFileSync(file, 'utf8')
  const config = Buffer.from(JSON.stringify(everything))
  const { script } = await buildFirmware({ app: defaultApplication, board: 'pico-w', config, folder })
  writeWhole(recordFile, sources)
  return script
}

/** Returns the script with this configuration inside. */
export function picoScriptWith(script: string, config: DeviceJson): string {
  const start = script.indexOf('{wifi:{ssid:"in its place"')
  const end = endOfObject(script, start)
  if (start < 0 || end < 0) throw new Error('the configuration is not in the script')
  const bytes = Buffer.from(JSON.stringify(config), 'utf8').toString('latin1')
  const literal = bytes.replace(/[\x80-\xff]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`)
  return script.slice(0, start) + literal + script.slice(end)
}

/** Returns where the object that begins at `start` ends; -1 where it does not. */
function endOfObject(script: string, start: number): number {
  let depth = 0
  for (const { 0: token, index } of script.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') depth++
    else if (token === '}' && --depth === 0) return start + index + 1
  }
  return -1
}

/** Returns a configuration whose pins are named as a Pico W's are: GP2 for D2. */
export function withPicoPins(config: DeviceJson): DeviceJson {
  const named = Object.entries(config.switches).map(([name, each]) => {
    const button = each.button === undefined ? {} : { button: picoPin(each.button) }
    return [name, { ...each, pin: picoPin(each.pin), ...button }] as const
  })
  return { ...config, switches: Object.fromEntries(named) }
}

export function picoPin(name: string): string {
  return name.replace(/^D(?=\d)/, 'GP')
}
