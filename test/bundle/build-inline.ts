import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFirmware, type BuiltFirmware } from '../../tools/build/firmware.ts'

/** What `npm run build -- --inline` makes of a device.json: given as its bytes, or as a value. Leaves no file. */
export async function buildInline(config: unknown): Promise<BuiltFirmware> {
  const folder = mkdtempSync(join(tmpdir(), 'inline-'))
  try {
    const inline = join(folder, 'device.json')
    writeFileSync(inline, config instanceof Uint8Array ? config : JSON.stringify(config), { mode: 0o600 })
    return await buildFirmware({ inline, folder })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

let plain: Promise<BuiltFirmware> | undefined

/** The script of `plainSwitch`, built once. */
export function buildPlainSwitch(): Promise<BuiltFirmware> {
  return (plain ??= buildInline(plainSwitch()))
}

interface Example {
  readonly wifi: { readonly ssid: string; readonly password: string }
  readonly aliyun: { readonly productKey: string; readonly deviceName: string; readonly deviceSecret: string }
  readonly switches: { readonly PowerSwitch_1: { readonly pin: string } }
}

/** The plain switch, which everybody starts from: the example, with other secrets of the same length. */
export function plainSwitch(): Example {
  const example = JSON.parse(readFileSync('device.example.json', 'utf8')) as Example
  return {
    ...example,
    wifi: { ...example.wifi, password: 'another password too' },
    aliyun: { ...example.aliyun, deviceSecret: 'fedcba98765432100123456789abcdef' },
  }
}
