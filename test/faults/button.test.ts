import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'
import { deviceJson } from '../rig/identity.ts'

const config = { ...deviceJson(), switches: { PowerSwitch_1: { pin: 'D2', button: 'D0' } } }

faultTest(
  'a press of the button toggles at once and is posted; with the server gone it is posted at the next ready',
  (bench) => {
    bench.bootReady()
    bench.pass(1_000)
    bench.device.oracle.pressed('PowerSwitch_1', 1)
    bench.press('D0')
    assert.equal(bench.level, 1)
    bench.until(() => bench.posts().at(-1)?.PowerSwitch_1 === 1, 2_000)
    bench.connection.rst()
    bench.expectFault('socket-closed', 1_000)
    bench.device.oracle.pressed('PowerSwitch_1', 0)
    bench.press('D0')
    assert.equal(bench.level, 0)
    bench.untilReady(70_000)
    bench.until(() => bench.posts().at(-1)?.PowerSwitch_1 === 0, 2_000)
  },
  { habits: allHabits, config },
)
