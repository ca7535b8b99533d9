import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryNetwork } from '../virtual/memory-network.ts'
import { fullestWindow } from '../peer/rate-limits.ts'
import { ScriptedPeer } from '../peer/scripted-peer.ts'
import { createVirtualClock, type VirtualClock } from '../virtual/virtual-clock.ts'
import { settleMs, usualCounts } from '../rig/bench.ts'
import { Device, type Habit } from '../rig/device.ts'
import { cloudHost, cloudPort, deviceJson } from '../rig/identity.ts'
import { faultsAs } from '../rig/in-place-of-switch.ts'
import { assertCounts, assertKept } from '../rig/invariants.ts'

const fleet = 100
/** Long enough for every link to count as stable, ms. */
const stableMs = 65_000

interface Fleet {
  clock: VirtualClock
  devices: Device[]
  /** The broker dies, and is back after so long. */
  restart(downMs: number): void
}

function startFleet(habit: Habit, seed: string): Fleet {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  const peer = new ScriptedPeer(clock)
  network.listen(cloudHost, cloudPort, peer.accept)
  const devices = Array.from({ length: fleet }, (_, i) => {
    const device = new Device(clock, network, { habit, config: deviceJson(`plug${i}`), seed: `${seed} ${i}` })
    device.board.boot()
    return device
  })
  clock.advance(stableMs)
  return {
    clock,
    devices,
    restart(downMs) {
      network.script(cloudHost, cloudPort, 'refused')
      network.resetAll()
      clock.advance(downMs)
      network.script(cloudHost, cloudPort, 'open')
    },
  }
}

for (const { downMs, name, share, withinMs, habit } of [
  { downMs: 2_000, name: '2 s', share: 45, withinMs: 20_000, habit: 'esp32' },
  { downMs: 120_000, name: '2 min', share: 10, withinMs: 65_000, habit: 'esp8266' },
] as const) {
  test(`F46 the broker restarts in ${name}: at most ${share} of ${fleet} boards connect in any second, all are ready within ${withinMs / 1000} s (${habit})`, (t) => {
    const { clock, devices, restart } = startFleet(habit, name)
    assert.ok(devices.every(({ log }) => log.isReady))
    const before = devices.map(({ connectsAt }) => connectsAt.length)
    restart(downMs)
    clock.runUntil(() => devices.every(({ log }) => log.isReady), { withinMs })
    const connects = devices.flatMap(({ connectsAt }, i) => connectsAt.slice(before[i])).sort((a, b) => a - b)
    const { count } = fullestWindow(connects, 1000)
    t.diagnostic(`${connects.length} CONNECTs, ${count} in the fullest second`)
    assert.ok(count <= (share * fleet) / 100, `${count} CONNECTs in a second`)
    // This peer replies to no request, and it takes until then that nothing waits for a reply.
    clock.advance(faultsAs === 'everything' ? 10 * settleMs : settleMs)
    for (const device of devices) {
      assertKept(device)
      assertCounts(device, usualCounts(habit))
    }
  })
}
