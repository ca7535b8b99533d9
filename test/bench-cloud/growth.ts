import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceName } from '../../tools/cloud/devices.ts'
import { createMessageQueues } from '../../tools/cloud/message-queue.ts'
import { openState, type State } from '../../tools/cloud/store/state.ts'

/** What one more costs, by how many there are already; µs of processor time, the disk's part of it included. */
export interface Growth {
  readonly what: string
  readonly costsUs: readonly number[]
}

/** How many there are when one more comes. */
export const sizes = [100, 1_000, 10_000] as const

/** Of which the median counts. */
const tries = 50

const device: DeviceName = { productKey: 'a1BENCH', deviceName: 'device-0' }
const key = 'device-0&a1BENCH'

interface Case {
  readonly what: string
  /** Makes the one with this number. */
  readonly add: (state: State, at: number) => void
  /** What is measured; without it, `add`. */
  readonly act?: (state: State, at: number) => void
}

/** A message of each kind that waits, and what else a platform collects by the thousand. */
function cases(): Case[] {
  const queueOf = new WeakMap<State, ReturnType<typeof createMessageQueues>>()
  const queue = (state: State) => {
    const known = queueOf.get(state) ?? createMessageQueues(state.store.messages)
    queueOf.set(state, known)
    return known(key)
  }
  const addMessage = (bytes: number) => (state: State, at: number) =>
    queue(state).add({ topicName: 't', payload: Buffer.alloc(bytes), queuedAtMs: at }, at)
  const addPoint = (state: State, at: number) => state.addHistory(device, 'PowerSwitch_1', { value: at, timeMs: at })
  const addLog = (state: State, at: number) =>
    state.addLog(at, { type: 'message', device, topicName: 't', qos: 0, text: String(at) })
  const readPage = (state: State) => void state.log({ device, limit: 50 })
  const everything = { identifier: 'PowerSwitch_1', fromMs: 0, toMs: 1e15, limit: 50, ascending: false }
  return [
    { what: 'a message that waits', add: addMessage(200) },
    { what: 'one of 20,000 bytes', add: addMessage(20_000) },
    { what: 'a PUBACK', add: addMessage(200), act: (state, at) => void queue(state).acknowledge(at - tries) },
    { what: 'a value in the history', add: addPoint },
    { what: 'an entry in the log', add: addLog },
    { what: "a page of a device's log", add: addLog, act: readPage },
    { what: 'a page of history', add: addPoint, act: (state) => void state.history(device, everything) },
  ]
}

/** Measures each case on disk, with ever more there. */
export async function measureGrowth(): Promise<Growth[]> {
  const results: Growth[] = []
  for (const one of cases()) results.push({ what: one.what, costsUs: await measure(one) })
  return results
}

async function measure({ add, act }: Case): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'growth-'))
  const state = openState(join(folder, 'state.sqlite'), (message) => {
    throw new Error(message)
  })
  const costs: number[] = []
  let there = 0
  try {
    for (const size of sizes) {
      while (there < size) add(state, ++there)
      await stored(state)
      const took: number[] = []
      for (let time = 0; time < tries; time++) {
        const startedAt = process.cpuUsage()
        ;(act ?? add)(state, ++there)
        await stored(state)
        const { user, system } = process.cpuUsage(startedAt)
        took.push(user + system)
      }
      costs.push(took.sort((one, other) => one - other)[Math.floor(tries / 2)] ?? 0)
    }
    return costs
  } finally {
    state.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function stored(state: State): Promise<void> {
  return new Promise((resolve) => state.whenStored(resolve))
}
