import assert from 'node:assert/strict'
import { propertySet, publish } from '../../peer/scripted-peer.ts'
import type { Bench } from './bench.ts'
import { buildInline } from './build-apart.ts'
import type { EngineCase } from './case.ts'
import type { GivenEngine } from './engines.ts'
import { Rig } from './rig.ts'

/** The smallest ESP8266 build has 16 KB of Storage for script and configuration together. */
const bytesMax = 12_500
const burstCount = 100
const freePercentMin = 60

/** The script with a plain switch inside, on the heaps of boards: small enough, and as able as the whole one. */
export function plainSwitchCases(engines: readonly GivenEngine[]): EngineCase[] {
  return engines
    .filter(({ heapVars }) => heapVars !== 'grows')
    .map((engine) => ({
      name: `plain switch: inside, at most 12,500 bytes: ready, ${burstCount} sets at once, 20,000 bytes skipped, ${freePercentMin} % of the heap free [${engine.name}]`,
      load: 'waits',
      aboutS: 15,
      run: (bench) => run(bench, engine),
    }))
}

async function run(bench: Bench, engine: GivenEngine): Promise<void> {
  const inline = async (json: Buffer): Promise<string> => {
    const { script } = await buildInline(bench, json)
    assert.ok(script.length <= bytesMax, `${script.length} bytes`)
    bench.figure(`plainSwitch.bytes.${engine.name}`, script.length)
    return script
  }
  const rig = await Rig.start(bench, { engine, inline })
  await rig.readyAtRest()
  assert.ok(engine.heapVars !== 'grows')
  const freePercent = (100 * (engine.heapVars - rig.heldBefore.vars)) / engine.heapVars
  bench.figure(`plainSwitch.freePercent.${engine.name}`, Math.round(10 * freePercent) / 10)
  assert.ok(freePercent >= freePercentMin, `${freePercent} % free`)

  const { connection } = rig
  const ids = Array.from({ length: burstCount }, () => rig.nextId())
  const sets = ids.map((id, at) => {
    const value = at % 2 === 0 ? 1 : 0
    rig.asked.push(value)
    return propertySet(connection.device, id, { PowerSwitch_1: value }, { qos: 0 })
  })
  connection.send(Buffer.concat(sets))
  assert.equal(await rig.reply(ids.at(-1) ?? ''), 200)
  assert.deepEqual(
    rig.replies().map(({ id, code }) => `${id} ${code}`),
    ids.map((id) => `${id} 200`),
  )

  const { productKey, deviceName } = connection.device
  const topicName = `/sys/${productKey}/${deviceName}/thing/service/property/set`
  connection.send(publish({ topicName, payload: 'x'.repeat(20_000), qos: 0 }))
  await rig.line(/W mqtt 1 packets over 2048 bytes skipped$/)
  await rig.assertHealed()
}
