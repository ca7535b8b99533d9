import assert from 'node:assert/strict'
import type { PahoBroker } from './broker.ts'
import { CloudSide } from './cloud-side.ts'

/** A device that runs the bundle: simulated, or the real engine. */
export interface Party {
  /** The next line of its log that matches, after the last one asked for. */
  line(pattern: RegExp, withinMs: number): Promise<string>
  /** Every line so far that matches. */
  said(pattern: RegExp): string[]
  /** Levels of PowerSwitch_1's pin, the one at boot first. */
  levels(): number[]
  stop(): Promise<void>
}

/** The shortest that the configuration takes: it pings after 24 s without a word anyway. */
export const keepAliveS = 30
const readyMs = 20_000
/** The longest wait between attempts, and opening after it. */
const readyAgainMs = 75_000
const pings = 2
const pingsMs = pings * keepAliveS * 1000 + 10_000

/**
 * Connect, subscribe, sets at QoS 0 and 1 with their replies and posts, pings, a restart of the broker, and sets again.
 * Throws what was not as it must be; what the broker calls an error is asked of it afterwards.
 */
export async function playThrough(broker: PahoBroker, device: Party, say: (step: string) => void): Promise<void> {
  let cloud = await CloudSide.connect(broker.port)
  try {
    say('connect, subscribe')
    await device.line(/ I mqtt ready$/, readyMs)
    await cloud.posted(0)
    say('sets at QoS 0 and 1')
    await cloud.set('1001', 1, 0)
    await cloud.set('1002', 0, 1)
    say(`${pings} pings`)
    for (let ping = 0; ping < pings; ping++) await broker.console.next(/ out: \(\d+\) Pingresp/, pingsMs)
    await cloud.set('1003', 1, 1)
    assert.deepEqual(device.said(/ [WE] /), [], 'a fault before there was one')
    say('a restart of the broker')
    await cloud.end()
    await broker.stop()
    await device.line(/ W mqtt socket-closed/, readyMs)
    await broker.startAgain()
    cloud = await CloudSide.connect(broker.port)
    await device.line(/ I mqtt ready$/, readyAgainMs)
    say('sets at QoS 1 and 0')
    await cloud.set('1004', 0, 1)
    await cloud.set('1005', 1, 0)
  } finally {
    await cloud.end()
  }
  assert.deepEqual(device.levels(), [0, 1, 0, 1, 0, 1])
  assert.deepEqual(device.said(/ E /), [])
}
