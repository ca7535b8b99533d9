import { Buffer } from 'node:buffer'
import { goodConfig } from './board-at-boot.ts'
import { createFakeBoard, type FakeBoard } from './fake-board.ts'
import { createFakeEngine } from './fake-engine.ts'
import { freshModules } from './fresh.ts'
import { paramsOf } from './post.ts'
import { configOf, type FakeSwitches } from './switches.ts'

/** A board that runs the application of the switches, without a link: sets are handed over, and seconds are told. */
export interface BoardWithSwitches {
  readonly fake: FakeBoard
  /** A property set comes: its params, or their JSON as it is. Returns what the reply says was wrong, '' for 200. */
  set(params: unknown): string
  /** The state that is posted. */
  values(): { [name: string]: unknown }
  /** What the link does each second. */
  seconds(count: number): void
  /** What it does before a reboot. */
  save(): void
}

/** A new board with these switches, started; what that has driven is forgotten, and nothing is saved yet. */
export function boardWith(switches: FakeSwitches, { storageHasRoom = true } = {}): BoardWithSwitches {
  const fake = createFakeBoard()
  fake.storageHasRoom = storageHasRoom
  const config = { ...goodConfig, switches: configOf(fake, switches) }
  fake.files.set('device.json', Buffer.from(JSON.stringify(config)).toString('latin1'))
  const load = freshModules(createFakeEngine(fake).globals)
  load('apps/switch/switch.ts')
  load('firmware/boot/boot.ts').boot(['net'], () => '')
  load('firmware/identity/topics.ts').startTopics('plug01&a1B2c3D4e5F')
  const outbox = load('firmware/thing/outbox.ts')
  outbox.startOutbox()
  const { onSet } = load('firmware/thing/sets.ts')
  const { postState } = load('firmware/thing/state.ts')
  const { onKeepSecond, saveKept } = load('firmware/keep/keep.ts')
  fake.events.splice(0)
  return {
    fake,
    set(params) {
      // What was owed before: the greeting, and posts.
      while (outbox.nextPublish());
      const json = typeof params === 'string' ? params : JSON.stringify(params)
      onSet(json === undefined ? '{"id":"1"}' : `{"id":"1","params":${json}}`)
      const reply = outbox.nextPublish()
      const { code, message = '' } = JSON.parse(reply.slice(reply.indexOf('{"'))) as { code: number; message?: string }
      if ((code === 200) !== (message === '')) throw new Error(`code ${code} with the message ${message}`)
      return message
    },
    values: () => paramsOf(postState()),
    seconds: (count) => {
      for (let i = 0; i < count; i++) onKeepSecond()
    },
    save: saveKept,
  }
}
