import { Buffer } from 'node:buffer'
import type { PropertiesConfig } from '../../../apps/properties/section.ts'
import { goodConfig } from '../../firmware/support/board-at-boot.ts'
import { createFakeBoard, type FakeBoard } from '../../firmware/support/fake-board.ts'
import { createFakeEngine } from '../../firmware/support/fake-engine.ts'
import { freshModules } from '../../firmware/support/fresh.ts'
import { pageOf, writeJournal } from '../../firmware/support/journal.ts'
import { paramsOf } from '../../firmware/support/post.ts'

/** A board that runs the application of properties, without a link. */
export interface StartedBoard {
  /** What the start did is among its events. */
  readonly fake: FakeBoard
  /** The problems that the start told, without `E boot config-invalid`. */
  readonly problems: string[]
  /** A property set comes: its params. Returns what the reply says was wrong, '' for 200. */
  set(params: object): string
  /** The state as it would be posted. */
  values(): { [name: string]: unknown }
  /** Whether a post of the state is owed; asking takes it. */
  isOwed(): boolean
  /** A watched pin has changed to a level. */
  change(pin: number, level: 0 | 1): void
  /** What keep() does each second. */
  seconds(count: number): void
}

export interface StartOptions {
  /** The last record of the journal. */
  readonly saved?: string
  /** Levels, and shares of full scale, that are there from the start. */
  readonly levels?: Readonly<Record<number, 0 | 1>>
  readonly shares?: Readonly<Record<number, number>>
}

/** device.json without switches, with this section. */
export function configWith(properties: unknown): object {
  const { wifi, aliyun } = goodConfig
  return { wifi, aliyun, properties }
}

/** Starts a new board with this section, which may be a wrong one. */
export function startWith(
  section: PropertiesConfig | object | undefined,
  options: StartOptions = {},
): StartedBoard & { readonly shares: Map<number, number> } {
  const fake = createFakeBoard()
  fake.files.set('device.json', Buffer.from(JSON.stringify(configWith(section))).toString('latin1'))
  if (options.saved !== undefined) writeJournal(fake.flash, pageOf(options.saved))
  const engine = createFakeEngine(fake)
  for (const [pin, level] of Object.entries(options.levels ?? {})) engine.levels.set(Number(pin), level)
  for (const [pin, share] of Object.entries(options.shares ?? {})) engine.shares.set(Number(pin), share)
  const load = freshModules(engine.globals)
  load('apps/properties/properties.ts')
  load('firmware/boot/boot.ts').boot(['net'], () => '')
  load('firmware/identity/topics.ts').startTopics('plug01&a1B2c3D4e5F')
  const outbox = load('firmware/thing/outbox.ts')
  outbox.startOutbox()
  const { onSet } = load('firmware/thing/sets.ts')
  const state = load('firmware/thing/state.ts')
  const start = 'E boot config-invalid '
  return {
    fake,
    shares: engine.shares,
    problems: fake.seen('log').flatMap((line) => (line.startsWith(start) ? [line.slice(start.length)] : [])),
    set(params) {
      while (outbox.nextPublish());
      onSet(`{"id":"1","params":${JSON.stringify(params)}}`)
      const reply = outbox.nextPublish()
      const { code, message = '' } = JSON.parse(reply.slice(reply.indexOf('{"'))) as { code: number; message?: string }
      if ((code === 200) !== (message === '')) throw new Error(`code ${code} with the message ${message}`)
      return message
    },
    values: () => paramsOf(state.postState()),
    isOwed() {
      const owed = Boolean(state.stateDue)
      if (owed) state.postState()
      return owed
    },
    change(pin, level) {
      engine.levels.set(pin, level)
      engine.press(pin)
    },
    seconds: (count) => {
      for (let i = 0; i < count; i++) load('firmware/keep/keep.ts').onKeepSecond()
    },
  }
}

/** What the pins were told, in order: levels, PWM and modes. */
export function pinEvents({ fake }: Pick<StartedBoard, 'fake'>): string[] {
  return fake.events.filter((event) => /^(drive|pwm|mode|watch) /.test(event))
}
