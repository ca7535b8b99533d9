import assert from 'node:assert/strict'
import type { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { emptyStorage, flashOf } from '../../../tools/engine/engine-flash.ts'
import { fingerprintOf } from '../../../tools/storage/storage-file.ts'
import type { GivenEngine } from '../engine/engines.ts'
import { boardOfBefore, judgeBefore, losses, nextSave } from './before-model.ts'
import { Tally, type CutCase, type CutResult } from './case.ts'
import { EngineBoard, retried } from './engine-run.ts'
import { copyThatFails, PowerCut, powerOn, wasCut } from './model-cut.ts'

/** Something done to Storage, in the engine's words and on the simulated one. */
export interface Work {
  readonly script: string
  on(storage: FlashStorage): void
}

const options = { nameTable: true }
const doneMs = 20_000

/**
 * The same work on the engine and on the simulated Storage, cut at the same step: the same bytes then, and after the next
 * power-on; and where `judge` is given, what is left.
 */
async function compare(
  { executable, name }: GivenEngine,
  before: FlashStorage,
  { script, on }: Work,
  judge: (storage: FlashStorage) => string,
  tally: Tally,
): Promise<CutResult> {
  const board = new EngineBoard(executable)
  /** The simulated Storage after the cut and the next power-on; undefined where the work was over before. */
  const step = async (at: number): Promise<FlashStorage | undefined> => {
    const model = copyThatFails(before, at, 0, options)
    model.powerOn()
    const isCut = await wasCut(() => on(model))
    board.load(before.image())
    const run = board.start(at)
    run.type(script)
    await run.line(/^~done/, doneMs)
    await run.stop()
    assert.equal(run.isCut, isCut, `${name}, step ${at}: the engine ${run.isCut ? 'was' : 'was not'} cut`)
    same(board.storage(), model, `${name}, at step ${at}`)
    const again = board.start()
    again.type(`print("~up "+${whatIsThere})`)
    const answer = await again.line(/^~up/, doneMs)
    await again.stop()
    powerOn(model)
    assert.equal(answer, `~up ${answersOf(model)}`, `${name}, after power came back at step ${at}`)
    same(board.storage(), model, `${name}, after power came back at step ${at}`)
    return isCut ? model : undefined
  }
  try {
    for (let at = 1; ; at++) {
      const model = await retried(() => step(at))
      if (model === undefined) return tally
      tally.add(judge(model))
    }
  } finally {
    board.end()
  }
}

/** What the engine answers about its Storage, and what the simulated one does. */
const whatIsThere =
  'JSON.stringify((function(s){return[s.getFree(),s.list().map(function(f){return[f,E.CRC32(s.read(f))]})]})(require("Storage")))'

function answersOf(storage: FlashStorage): string {
  const files = storage.list().map((name) => [name, fingerprintOf(storage.read(name) ?? Buffer.of()).crc32])
  return JSON.stringify([storage.freeBytes, files])
}

function same(engine: FlashStorage, model: FlashStorage, what: string): void {
  const [one, other] = [engine.image(), model.image()]
  if (Buffer.from(one).equals(other)) return
  const at = one.findIndex((byte, index) => byte !== other[index])
  assert.fail(`${what}: byte ${at} is ${one[at]} in the engine, ${other[at]} in the simulated Storage`)
}

/** Files made, written in parts, written anew and erased; all that the engine does with them. */
const mixed: Work = {
  script:
    `(function(s,i){for(i=0;i<6;i++){s.write("a","first "+i);s.write("part","ab",0,40);s.write("part","cd",2);s.write("part","odd",7);s.erase("b");s.write("b","x".repeat(700)+i)}
s.write("same","1");s.write("same","1");try{s.write("part","!",0,0);s.write("part","12",1)}catch(e){}s.compact();s.write("c","behind");s.erase("a");s.eraseAll();s.write("d","new");print("~done")})(require("Storage"))`.replaceAll(
      '\n',
      '',
    ),
  on(storage) {
    const text = (data: string): Uint8Array => Buffer.from(data)
    for (let i = 0; i < 6; i++) {
      storage.write('a', text(`first ${i}`))
      storage.write('part', text('ab'), 0, 40)
      storage.write('part', text('cd'), 2)
      storage.write('part', text('odd'), 7)
      storage.erase('b')
      storage.write('b', text('x'.repeat(700) + String(i)))
    }
    storage.write('same', text('1'))
    storage.write('same', text('1'))
    try {
      storage.write('part', text('!'))
      storage.write('part', text('12'), 1)
    } catch (error) {
      if (error instanceof PowerCut) throw error
    }
    storage.compact()
    storage.write('c', text('behind'))
    storage.erase('a')
    storage.eraseAll()
    storage.write('d', text('new'))
  },
}

const save: Work = {
  script: `require("Storage").write(${JSON.stringify(nextSave.name)},${JSON.stringify(nextSave.bytes.toString())});print("~done")`,
  on: (storage) => storage.write(nextSave.name, nextSave.bytes),
}

export function storageEngineCases(engines: readonly GivenEngine[]): CutCase[] {
  return engines.flatMap((engine): CutCase[] => {
    const shape = flashOf(engine.executable)
    const size = `${(shape.pageBytes * shape.pages) / 1024} KB, pages of ${shape.pageBytes} B`
    return [
      {
        name: `Storage, real engine ${engine.name} (${size}) and the simulated one: the same bytes at every cut`,
        allowed: ['same'],
        run: (heard) => compare(engine, emptyStorage(shape), mixed, () => 'same', new Tally(heard)),
      },
      {
        name: `the layout of before, real engine ${engine.name} (${size}): a save that makes it compact`,
        allowed: ['whole', 'whole but for the states'],
        losses,
        run: (heard) => compare(engine, boardOfBefore(shape, options), save, judgeBefore, new Tally(heard)),
      },
    ]
  })
}
