import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import { buildInline } from './build-apart.ts'
import type { EngineCase } from './case.ts'
import { identity } from './device-config.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'

const ssid = '客厅 \u{1f3e0}é'
const password = 'a"b\\c/客\u{1f600}é\u007f'

/** Every way to write the same two texts in JSON. */
const spellings = {
  raw: (text: string) => JSON.stringify(text),
  escaped: (text: string) => `"${[...text].map((char) => escape(char)).join('')}"`,
} as const

function escape(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

/** Names beyond ASCII reach `Wifi.connect` byte for byte. */
export function nameCases(engines: readonly GivenEngine[]): EngineCase[] {
  return (['raw', 'escaped'] as const).flatMap((spelling): EngineCase[] => {
    const json = configWith(spellings[spelling])
    return [
      ...engines.map((engine): EngineCase => ({
        name: `names: ${spelling} UTF-8, quote and backslash in device.json reach Wifi.connect byte for byte [${engine.name}]`,
        load: 'works',
        aboutS: 1,
        run: (bench) => checkBytes(bench.device({ engine, config: json, air: 'silent' })),
      })),
      {
        name: `names: ${spelling} UTF-8, quote and backslash through --inline, too [${engines.map(({ name }) => name).join(', ')}]`,
        load: 'works',
        aboutS: 8,
        run: (bench) => checkInline(bench, engines, json),
      },
    ]
  })
}

function configWith(spell: (text: string) => string): Buffer {
  const { productKey, deviceName, deviceSecret } = identity
  const aliyun = { productKey, deviceName, deviceSecret, host: '127.0.0.1' }
  const switches = { PowerSwitch_1: { pin: 'D2' } }
  const wifi = `{"ssid":${spell(ssid)},"password":${spell(password)}}`
  // Long, so that a start that copied the text for each escape would run out of memory on the smallest heap.
  const $schema = JSON.stringify('x'.repeat(2800))
  return Buffer.from(
    `{"$schema":${$schema},"wifi":${wifi},"aliyun":${JSON.stringify(aliyun)},"switches":${JSON.stringify(switches)}}`,
  )
}

async function checkInline(bench: Bench, engines: readonly GivenEngine[], json: Uint8Array): Promise<void> {
  const { script } = await buildInline(bench, json)
  for (const engine of engines) await checkBytes(bench.device({ engine, script, config: 'none', air: 'silent' }))
}

async function checkBytes(device: Device): Promise<void> {
  const joined = await device.line(/^~join |config-invalid/)
  const bytes = (text: string): string => [...Buffer.from(text)].join()
  assert.equal(joined, `~join ${bytes(ssid)} ${bytes(password)}`)
}
