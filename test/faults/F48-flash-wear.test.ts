import assert from 'node:assert/strict'
import { test } from 'node:test'
import { profiles } from '../../tools/board/profile.ts'
import { faultTest } from '../rig/fault-test.ts'
import { togglesADay, wearFlash } from '../rig/flash-wear.ts'
import { withRestore } from '../rig/identity.ts'

/** Longer than a save rests, so that each toggle is written: at 50 a day they are far apart. */
const apartMs = 6_000

faultTest(
  'F48 500 toggles 6 s apart are 500 saves of the state, 500 toggles 0.1 s apart are 11 at most',
  (bench) => {
    bench.bootReady()
    const saved = (): string | undefined => bench.device.saved()
    const toggle = (count: number, everyMs: number): number => {
      let [saves, before] = [0, saved()]
      const look = (): void => {
        const now = saved()
        if (now !== before) saves++
        before = now
      }
      for (let i = 0; i < count; i++) {
        bench.set(bench.level === 1 ? 0 : 1)
        bench.pass(everyMs)
        look()
      }
      bench.pass(apartMs)
      look()
      return saves
    }
    assert.equal(toggle(500, apartMs), 500)
    const saves = toggle(500, 100)
    assert.ok(saves >= 8 && saves <= 11, `${saves} saves`)
    assert.equal(bench.device.oracle.edges, 1000)
    assert.equal(bench.level, saved() === '"PowerSwitch_1":1' ? 1 : 0, 'the newest is saved')
  },
  { config: withRestore() },
)

test(`F48 100,000 toggles, one a second: a save in 5 s, an erase in 200 saves, no other page touched; at ${togglesADay} toggles a day flash lasts a century`, (t) => {
  const { toggles, saves, lastRecord, pageErases, mostErases, years } = wearFlash()
  assert.ok(saves >= toggles / 6 && saves <= toggles / 5 + 1, `${saves} saves`)
  assert.equal(lastRecord, '"PowerSwitch_1":0')
  assert.equal(pageErases.length, 2, 'two pages take turns')
  t.diagnostic(
    `${toggles} toggles, ${saves} saves, ${mostErases} erases of the most worn page of ${profiles.esp8266.storage.pageBytes} bytes`,
  )
  t.diagnostic(`${years} years at ${togglesADay} toggles a day`)
  assert.ok(saves / (2 * mostErases) >= 200 && years >= 100, `${mostErases} erases, ${years} years`)
})
