import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sha256 } from '../../tools/build/source-hash.ts'
import { deviceJson } from '../rig/identity.ts'
import { CopiedSources } from './copied-sources.ts'

// An application that does not import a feature has nothing of it: its script is the same, byte for byte, without the feature's file.

/** For each feature alone, which is tried for one runtime: what imports what is the same for both. */
const smallest = 'tutorial'
const pathOf = (name: string): string => `apps/${name}/${name}.ts`

const { switches: _none, ...config } = deviceJson()
const inside = Buffer.from(JSON.stringify({ ...config, switches: { PowerSwitch_1: { pin: 'GP2' } } }))

/** Applications by what runs them, and the configuration inside. */
const runtimes = [
  { runtime: 'Espruino', names: ['switch', 'thermometer', smallest], inline: undefined },
  // Kaluma has no OneWire, which the thermometer asks for.
  { runtime: 'the Pico W', names: ['switch', 'soil-moisture', smallest], inline: inside },
] as const

describe('without the files of features', { concurrency: true }, () => {
  for (const { runtime, names, inline } of runtimes)
    test(`scripts for ${runtime} are the same that import none`, async (t) => {
      const sources = new CopiedSources()
      t.after(() => sources.dispose())
      const { features } = sources
      const before = new Map<string, string>()
      for (const name of names) before.set(name, await sources.build(pathOf(name), inline))
      const compare = async (name: string): Promise<void> => {
        const [had, has] = [before.get(name) ?? '', await sources.build(pathOf(name), inline)]
        assert.equal(sha256(has), sha256(had), `${name}: ${has.length} bytes, with the files ${had.length}`)
      }
      sources.remove(features)
      for (const name of names) await t.test(`all of them: ${name}`, () => compare(name))
      for (const feature of inline === undefined ? features : []) {
        sources.restore()
        sources.remove([feature])
        await t.test(`${feature}: ${smallest}`, () => compare(smallest))
      }
    })
})

test('a feature that is imported and gone is an error of the build: what is built is the copy', async (t) => {
  const sources = new CopiedSources()
  t.after(() => sources.dispose())
  const [feature = assert.fail('no features')] = sources.features
  sources.remove([feature])
  sources.replace('firmware/device.ts', (text) => `${text}export * from './${feature}'\n`)
  await assert.rejects(sources.build(pathOf(smallest)), new RegExp(feature.replace('.ts', '')))
})
