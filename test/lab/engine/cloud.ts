import assert from 'node:assert/strict'
import type { PlatformEvent } from '../../../tools/cloud/model/events.ts'
import type { JsonObject } from '../../../tools/cloud/model/json.ts'
import type { SetResult } from '../../../tools/cloud/model/outcomes.ts'
import type { Platform } from '../../../tools/cloud/platform/platform.ts'
import { startPlatform, type StartOptions } from '../../../tools/cloud/start-platform.ts'
import type { Bench } from './bench.ts'
import { identity } from './device-config.ts'
import type { Device } from './device.ts'

/** The local stand-in for the Aliyun platform with one device, and what it saw. */
export interface Cloud {
  readonly port: number
  readonly events: readonly PlatformEvent[]
  /** Events of a type so far. */
  count(type: PlatformEvent['type']): number
  /** Resolves at an event that fits, which may already have come; rejects after `withinMs`. */
  until(fits: (event: PlatformEvent) => boolean, withinMs?: number): Promise<PlatformEvent>
  set(value: 0 | 1): Promise<SetResult>
  readonly platform: Platform
  setProps(params: JsonObject): Promise<SetResult>
}

export async function startCloud(bench: Bench, more: Partial<StartOptions> = {}): Promise<Cloud> {
  const events: PlatformEvent[] = []
  const waiting = new Set<() => void>()
  const running = await startPlatform({
    devices: [identity],
    port: 0,
    controlPort: 0,
    ...more,
    onEvent(event) {
      events.push(event)
      for (const look of [...waiting]) look()
    },
  })
  bench.atEnd(() => running.close())
  return {
    port: running.mqttPort,
    events,
    count: (type) => events.filter((event) => event.type === type).length,
    until: (fits, withinMs = 15_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`no such event within ${withinMs} ms: ${fits.toString()}`))
        }, withinMs)
        const look = (): void => {
          const found = events.find(fits)
          if (found === undefined) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    platform: running.platform,
    set: (value) => running.platform.setProperty(identity, { PowerSwitch_1: value }).result,
    setProps: (params) => running.platform.setProperty(identity, params).result,
  }
}

/** A property set through the platform: reply 200 with the same id, the new state posted, the pin driven once. */
export async function checkSet(cloud: Cloud, device: Device, value: 0 | 1): Promise<void> {
  const before = device.levels().length
  const result = await cloud.set(value)
  assert.equal(result.outcome, 'answered', `set ${value}: ${JSON.stringify(result)}`)
  if (result.outcome !== 'answered') return
  const sent = cloud.events.findLast((event) => event.type === 'property-set')
  assert.equal(result.reply.code, 200)
  assert.equal(result.reply.id, sent?.id)
  assert.deepEqual(result.post?.params, { PowerSwitch_1: value })
  await device.line(new RegExp(`I thing {"PowerSwitch_1":${value}}$`))
  assert.deepEqual(device.levels().slice(before), [value])
}
