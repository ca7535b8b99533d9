import { createConsoleBoard } from '../../../tools/board/console/console.ts'
import type { FlashShape, FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { BoardGone } from '../../../tools/board/language/machine.ts'
import { profiles } from '../../../tools/board/profile.ts'
import { createRealClock } from '../../../tools/time/real-clock.ts'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'
import { flashOf } from '../../../tools/engine/engine-flash.ts'
import { install } from '../../../tools/install/install.ts'
import type { ZoneFile } from '../../../tools/storage-layout/zone.ts'
import { EspruinoLink } from '../../../tools/serial/espruino-link.ts'
import type { Port } from '../../../tools/serial/port.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import type { GivenEngine } from '../engine/engines.ts'
import { boardOf, filesOf, startsWith, type Past } from './boards.ts'
import { Tally, type CutCase } from './case.ts'
import { EngineBoard, retried } from './engine-run.ts'
import { allowedAfter } from './flash-model.ts'
import { copyOf } from './model-cut.ts'
import { shapes, type Fill } from './shapes.ts'

/** A board on a cable that can lose power at the n-th step of its flash chip. */
interface Cable {
  readonly port: Port
  isCut(): boolean
  /** Power off and on, so that Storage is looked at. Returns what it is then; the cable is not used any more. */
  powerCycle(): Promise<FlashStorage>
}

/** A kind of board: makes one whose flash holds `storage`. */
type Rig = (storage: FlashStorage, cutAt?: number) => Promise<Cable>

/**
 * With `--replace` the old script is erased first and the engine compacts Storage: hundreds of similar steps, of which every
 * 17th is cut.
 */
const everyOfMany = 17
const starts: readonly (readonly [past: Past, fill: Fill, replace?: boolean])[] = [
  ['never', 'empty'],
  ['without a layout', 'half full'],
  ['without a layout', 'full', true],
  ['once', 'empty'],
  ['ten times', 'full'],
]

/** Of an ESP8266 with 512 KB of flash. */
const smallPages = 4

/** `npm run flash` over the console of the simulated board, power cut at every step of its flash chip. */
export function flashConsoleModelCases(names: readonly (keyof typeof shapes)[] = ['esp32', 'esp8266']): CutCase[] {
  return [
    ...names.flatMap((name) => casesOf(`simulated ${name}`, modelDesk(name, shapes[name]))),
    ...smallCases('simulated esp8266', modelDesk('esp8266', { ...shapes.esp8266, pages: smallPages })),
  ]
}

function modelDesk(name: keyof typeof shapes, shape: FlashShape): Desk {
  return {
    blank: (past, fill) => boardOf(shape, past, fill),
    address: profiles[name].storage.address,
    rig: (storage, cutAt) => Promise.resolve(modelCable(name, storage, cutAt)),
  }
}

/** The same over the console of the real engine, ended at every write to its flash file. */
export function flashConsoleEngineCases(engines: readonly GivenEngine[]): CutCase[] {
  return engines.flatMap(({ name, executable }) =>
    casesOf(`real engine ${name}`, {
      blank: (past, fill) => boardOf(flashOf(executable), past, fill, { nameTable: true }),
      address: flashOf(executable).address,
      rig: (storage, cutAt) => engineCable(executable, storage, cutAt),
    }),
  )
}

interface Desk {
  blank(past: Past, fill: Fill): Promise<FlashStorage>
  /** Where Storage lies, for the module `Flash`. */
  readonly address: number | undefined
  readonly rig: Rig
}

function casesOf(board: string, desk: Desk): CutCase[] {
  return starts.map(([past, fill, replace = false]) => ({
    name: `npm run flash${replace ? ' -- --replace (each 17th step)' : ''}, ${board}, flashed ${past} before, ${fill}`,
    allowed: replace ? [...allowedAfter(past), 'none'] : allowedAfter(past),
    run: (heard) => cutFlash(desk, { past, fill, replace }, new Tally(heard)),
  }))
}

/** Cases of a Storage too small for a layout: there a cut may leave no script, which the next flash mends. */
function smallCases(board: string, desk: Desk): CutCase[] {
  return (['never', 'without a layout'] as const).map((past) => ({
    name: `npm run flash, ${board} with 16 KB of Storage, flashed ${past} before, empty`,
    allowed: [
      'none',
      'damaged',
      'old',
      'new',
      'old script, another configuration',
      'new script, another configuration',
    ],
    run: (heard) => cutFlash(desk, { past, fill: 'empty', replace: false }, new Tally(heard)),
  }))
}

async function cutFlash(
  { blank, address, rig }: Desk,
  { past, fill, replace }: { past: Past; fill: Fill; replace: boolean },
  tally: Tally,
): Promise<Tally> {
  const before = await blank(past, fill)
  const versions = [filesOf(0), filesOf(21), filesOf(22)] as const
  const step = async (at: number): Promise<string | undefined> => {
    const storage = await flash(await rig(before, at), versions[1], address, replace)
    if (storage === undefined) return undefined
    const outcome = startsWith(storage, versions)
    const again = await flash(await rig(storage), versions[2], address, replace, true)
    const mended = again && startsWith(again, versions)
    return mended === 'version 2' ? outcome : `${outcome}, then ${mended}`
  }
  for (let at = 1; ; at += replace ? everyOfMany : 1) {
    const outcome = await retried(() => step(at))
    if (outcome === undefined) return tally
    tally.add(outcome)
  }
}

/** Flashes; then power goes off and on. Returns what Storage holds; undefined where it should have been cut and was not. */
async function flash(
  cable: Cable,
  [script, config]: readonly ZoneFile[],
  storageAddress: number | undefined,
  replace: boolean,
  isWhole = false,
): Promise<FlashStorage | undefined> {
  const job = { script: script?.bytes ?? Buffer.of(), config: config?.bytes ?? Buffer.of(), storageAddress }
  const hooks = {
    onLayout: () => undefined,
    onNote: () => undefined,
    mayReplace: () => Promise.resolve(replace),
    onUpload: () => ({ onProgress: () => undefined, onRetry: () => undefined }),
    onVerified: () => undefined,
  }
  try {
    const link = await EspruinoLink.over(cable.port)
    await install(link, job, hooks).finally(() => link.end())
  } catch (error) {
    // When power fails, the board is gone while it is asked something.
    if (!cable.isCut() || !(error instanceof UserError)) throw error
  }
  const storage = await cable.powerCycle()
  return isWhole || cable.isCut() ? storage : undefined
}

/** A port whose far end may go. */
class BoardPort implements Port {
  readonly name = 'cut'
  onData: Port['onData'] = () => undefined
  onLost: Port['onLost'] = () => undefined
  private isLost = false

  constructor(private readonly send: (bytes: Uint8Array) => void) {}

  write(bytes: Uint8Array): Promise<void> {
    if (this.isLost) return Promise.reject(new UserError('port-lost', 'the board has no power', '', 2))
    this.send(bytes)
    return Promise.resolve()
  }

  lose(): void {
    if (this.isLost) return
    this.isLost = true
    this.onLost('no power')
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

function modelCable(name: keyof typeof shapes, from: FlashStorage, cutAt?: number): Cable {
  const storage = copyOf(from)
  const board = createConsoleBoard({
    ...{ script: '', storage, clock: createRealClock(), transport: createTcpTransport() },
    profile: { ...profiles[name], storage: { ...profiles[name].storage, pages: from.shape.pages } },
  })
  const port = new BoardPort((bytes) => board.input(bytes))
  board.onOutput = (bytes) => setImmediate(() => port.onData(bytes))
  board.board.boot()
  let [step, isCut] = [0, false]
  storage.chip.beforeStep = () => {
    if (++step !== cutAt) return
    isCut = true
    board.board.powerOff()
    setImmediate(() => port.lose())
    throw new BoardGone('power fails')
  }
  return {
    port,
    isCut: () => isCut,
    powerCycle() {
      storage.chip.beforeStep = undefined
      board.board.powerOff()
      board.board.boot()
      board.board.powerOff()
      return Promise.resolve(storage)
    },
  }
}

async function engineCable(executable: string, from: FlashStorage, cutAt?: number): Promise<Cable> {
  const board = new EngineBoard(executable)
  board.load(from.image())
  const run = board.start(cutAt)
  const port = new BoardPort((bytes) => run.write(bytes))
  run.onOutput = (bytes) => port.onData(bytes)
  void run.ended.then(() => port.lose())
  run.type('print("~up")')
  await run.line(/^~up/)
  return {
    port,
    isCut: () => run.isCut,
    async powerCycle() {
      await run.stop()
      const again = board.start()
      again.type('print("~up")')
      await again.line(/^~up/)
      await again.stop()
      const storage = board.storage()
      board.end()
      return storage
    },
  }
}
