import type { AppKind } from '../config/check/app-kind.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { refuseTracked } from '../config/file/file-state.ts'
import { configForBoard, refuseBadConfig } from '../install/config-for-board.ts'
import { flashBoard, type FlashJob } from '../install/flash-board.ts'
import type { Surroundings } from '../command-line/surroundings.ts'
import { choosePort } from '../serial/choose-port.ts'
import type { Show } from '../command-line/show.ts'
import { openPort } from '../serial/open-port.ts'
import { UserError } from '../command-line/user-error.ts'
import { readDevicesCsv } from './devices-csv.ts'
import { assign, countText, isDone, release } from './fleet.ts'
import { speak } from '../command-line/language.ts'
import { Ledger } from './ledger.ts'

export interface FleetWork {
  readonly flags: {
    readonly port?: string
    readonly config: string
    readonly release?: string
    readonly yes: boolean
  }
  readonly job: FlashJob
  /** What the configuration is for. */
  readonly app: AppKind
  readonly show: Show
  readonly around: Surroundings
}

/** Thrown through flashBoard when the connected board has been flashed already. */
class DoneAlready extends Error {}

/** With --yes nobody is asked whether the next board is connected: how often, and for how long, to look for it. */
const lookEveryMs = 1_000
const lookForMs = 300_000

/**
 * Flashes one board after another, each with the next identity of the CSV file. The ledger is beside the file, as
 * FILE.ledger. Throws UserError of the list, the ledger and the boards; the ledger keeps what was done so far.
 */
export async function flashFleet(file: string, work: FleetWork): Promise<void> {
  const triples = readDevicesCsv(file)
  refuseTracked(file)
  const ledger = new Ledger(`${file}.ledger`)
  const count = (): void => work.show.step('note', countText(triples, ledger))
  try {
    if (work.flags.release !== undefined) {
      release(triples, ledger, work.flags.release)
      return count()
    }
    count()
    const { flags, job, around } = work
    const { app } = work
    refuseBadConfig({ file: flags.config, app, environment: around.environment, triple: triples[0] }, job.board)
    while (!isDone(triples, ledger)) {
      await flashNext(triples, ledger, work)
      count()
      if (isDone(triples, ledger)) break
      const goesOn = await nextBoard(work)
      if (goesOn === false) break
      if (goesOn === undefined) {
        const hint = speak`run it again, in a terminal, or with --yes, which looks for boards by itself`
        throw new UserError(
          'fleet-stopped',
          speak`nobody says that the next board is there: ${countText(triples, ledger)}`,
          hint,
        )
      }
    }
  } finally {
    ledger.close()
  }
}

async function flashNext(
  triples: ReturnType<typeof readDevicesCsv>,
  ledger: Ledger,
  { flags, job, app, show, around }: FleetWork,
): Promise<void> {
  const until = Date.now() + lookForMs
  for (let looks = 0; ; looks++) {
    const port = await openPort(await choosePort(flags.port, show, around.asks))
    let open = port
    try {
      const fleetJob: FlashJob = {
        ...job,
        configFor(identity) {
          if (ledger.ofBoard(identity.serial)?.event === 'flashed') throw new DoneAlready()
          const { triple, why } = assign(triples, ledger, identity.serial)
          const { deviceName } = triple
          show.step(
            'note',
            why === 'again' ? speak`this board is ${deviceName}, begun before` : speak`this board is ${deviceName}`,
          )
          return configForBoard({ ...around, file: flags.config, app, triple }, identity)
        },
        onInstalled(identity) {
          const entry = ledger.ofBoard(identity.serial)
          if (entry) ledger.add('flashed', entry, identity.serial)
        },
      }
      open = (await flashBoard(port, fleetJob, show)).port
      return
    } catch (error) {
      if (!(error instanceof DoneAlready)) throw error
      if (looks === 0) show.step('note', speak`this board is flashed already: plug the next one in`)
      await waitForAnother(until, flags.yes, around)
    } finally {
      await open.close()
    }
  }
}

/** The same board is still connected: asks for another one, or with --yes waits before the next look. */
async function waitForAnother(until: number, asksNobody: boolean, { asks }: Surroundings): Promise<void> {
  if (asksNobody) await wait(lookEveryMs)
  const goesOn = asksNobody ? Date.now() < until : await asks?.confirm(speak`Is the next board there?`)
  if (goesOn === true) return
  throw new UserError('fleet-stopped', speak`the board on the cable is flashed already`, speak`plug the next one in`)
}

/** Asks whether the next board is connected; returns undefined when nobody can be asked. */
async function nextBoard({ flags, show, around }: FleetWork): Promise<boolean | undefined> {
  if (flags.yes) return true
  show.step('note', speak`plug the next board in`)
  return around.asks?.confirm(speak`Is the next board there?`)
}
