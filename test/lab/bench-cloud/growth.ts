import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRealClock } from '../../../tools/time/real-clock.ts'
import type { DeviceName } from '../../../tools/device-names/names.ts'
import { createMessageQueues } from '../../../tools/cloud/session/message-queue.ts'
import { createSetCalls } from '../../../tools/cloud/thing/set-calls.ts'
import { openState, type State } from '../../../tools/cloud/store/state.ts'

/** What adding one more costs, by how many there are already: µs of processor time, including that for the disk. */
export interface Growth {
  readonly what: string
  readonly costsUs: readonly number[]
}

/** How many there are when one more comes. */
export const sizes = [100, 1_000, 10_000] as const

/** How often each is measured; the median counts. */
const tries = 50

const device: DeviceName = { productKey: 'a1BENCH', deviceName: 'device-0' }
const key = 'device-0&a1BENCH'

interface Case {
  readonly what: string
  /** Adds the one with this number. */
  readonly add: (at: number) => void
  /** What is measured; without it, `add`. */
  readonly act?: (at: number) => void
  /** Ends what it started. */
  readonly close?: () => void
}

/** What a platform collects by the thousand, in a state that is empty. */
const cases: readonly ((state: State) => Case)[] = [
  (state) => ({ what: 'a message that waits', add: messages(state, 200).add }),
  (state) => ({ what: 'one of 20,000 bytes', add: messages(state, 20_000).add }),
  (state) => {
    const { queue, add } = messages(state, 200)
    return { what: 'a PUBACK', add, act: (at) => void queue.acknowledge(at - tries) }
  },
  (state) => ({ what: "one more of a device's properties", add: (at) => mergeField(state, at) }),
  (state) => ({
    what: 'a value of one of its properties',
    add: (at) => mergeField(state, at),
    act: () => mergeField(state, 1),
  }),
  (state) => ({ what: 'a value in the history', add: (at) => addPoint(state, at) }),
  (state) => ({
    what: 'a page of history',
    add: (at) => addPoint(state, at),
    act: () => void state.history(device, { identifier, fromMs: 0, toMs: 1e15, limit: 50, ascending: false }),
  }),
  (state) => ({ what: 'an entry in the log', add: (at) => addLog(state, at) }),
  (state) => ({
    what: "a page of a device's log",
    add: (at) => addLog(state, at),
    act: () => void state.log({ device, limit: 50 }),
  }),
  (state) => ({
    what: 'a page of a rare type in the log',
    add: (at) => addLog(state, at),
    act: () => void state.log({ device, types: ['offline'], limit: 50 }),
  }),
  () => {
    const sets = createSetCalls(createRealClock(), { replyMs: 1e9, postMs: 1e9 })
    const ask = (at: number) => void sets.wait({ ...device, deviceName: `device-${at % 1000}` }, String(at), { A: 1 })
    return {
      what: 'a post while others wait for replies',
      add: ask,
      act: () => sets.posted(device, new Map()),
      close: sets.close,
    }
  },
]

const identifier = 'PowerSwitch_1'

function messages(state: State, bytes: number) {
  const queue = createMessageQueues(state.store.messages)(key)
  const add = (at: number) => queue.add({ topicName: 't', payload: Buffer.alloc(bytes), queuedAtMs: at }, at)
  return { queue, add }
}

function mergeField(state: State, at: number): void {
  state.store.merge('reported', key, { [`Property_${at}`]: { value: at, timeMs: at } })
}

function addPoint(state: State, at: number): void {
  state.addHistory(device, identifier, { value: at, timeMs: at })
}

function addLog(state: State, at: number): void {
  state.addLog(at, { type: 'message', device, topicName: 't', qos: 0, text: 'x'.repeat(200) })
}

/** Measures each case on disk, with ever more there. */
export async function measureGrowth(): Promise<Growth[]> {
  const results: Growth[] = []
  for (const one of cases) results.push(await measure(one))
  return results
}

async function measure(make: (state: State) => Case): Promise<Growth> {
  const folder = mkdtempSync(join(tmpdir(), 'growth-'))
  const state = openState(join(folder, 'state.sqlite'), (message) => {
    throw new Error(message)
  })
  const { what, add, act = add, close } = make(state)
  const costsUs: number[] = []
  let there = 0
  try {
    for (const size of sizes) {
      while (there < size) add(++there)
      await stored(state)
      const took: number[] = []
      for (let time = 0; time < tries; time++) {
        const startedAt = process.cpuUsage()
        act(++there)
        await stored(state)
        const { user, system } = process.cpuUsage(startedAt)
        took.push(user + system)
      }
      costsUs.push(took.sort((one, other) => one - other)[Math.floor(tries / 2)] ?? 0)
    }
    return { what, costsUs }
  } finally {
    close?.()
    state.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function stored(state: State): Promise<void> {
  return new Promise((resolve) => state.whenStored(resolve))
}
