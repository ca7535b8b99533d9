import assert from 'node:assert/strict'
import type { Bench } from '../bench.ts'
import type { KalumaCase } from '../case.ts'
import { identity } from '../judged.ts'
import { Rig, type RigOptions } from './rig.ts'

/** The topic of property sets. */
const setTopic = `/sys/${identity.productKey}/${identity.deviceName}/thing/service/property/set`
/** A case of ring c; what the console showed stands behind what was wrong. */
export function onBoard(
  name: string,
  aboutS: number,
  run: (rig: Rig, bench: Bench) => void | Promise<void>,
): KalumaCase {
  return {
    ...{ name: `pico-w: ${name}`, ring: 'c', aboutS },
    run: async (bench) => {
      const rig = rigOf(bench)
      try {
        await run(rig, bench)
      } catch (error) {
        if (error instanceof Error) error.message += `\n${rig.text.slice(-2000)}\n${rig.events.join('\n')}`
        throw error
      } finally {
        rig.board.powerOff()
      }
    },
  }
}

/** The judged script on the image that is given, or another. */
export function rigOf(bench: Bench, options: Partial<RigOptions> = {}): Rig {
  assert.ok(bench.given.c)
  return new Rig({ image: bench.given.c.file, script: bench.judged.script, ...options })
}

/** A PUBLISH of QoS 0, to the topic of sets unless said otherwise. */
export function publish(payload: Uint8Array, topic = setTopic): Buffer {
  const head = [0x30]
  for (let left = 2 + topic.length + payload.length; ; left >>= 7) {
    head.push(left > 127 ? (left & 127) | 128 : left)
    if (left < 128) break
  }
  return Buffer.concat([Buffer.from(head), Buffer.from([0, topic.length]), Buffer.from(topic), payload])
}

/** Waits until the link is lost, and says after how long, ms. */
export const lost = (rig: Rig, withinMs = 60_000): number => rig.until(() => !rig.log.isReady, withinMs)
