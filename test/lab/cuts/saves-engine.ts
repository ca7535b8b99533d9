import assert from 'node:assert/strict'
import { flashOf } from '../../../tools/engine/engine-flash.ts'
import type { GivenEngine } from '../engine/engines.ts'
import { lastRecord } from '../../firmware/support/journal.ts'
import { boardOf, startsWith, type Past } from './boards.ts'
import { Tally, type CutCase } from './case.ts'
import { EngineBoard, retried, type EngineRun } from './engine-run.ts'
import { fillJournal, presses, recordOf, saveFiles, savesConfig, states, type JournalFill } from './saves.ts'
import type { Fill } from './shapes.ts'

const timeScale = 100
/** How many seconds of the device pass after a press: more than the pause after a save. */
const restTicks = 8
const mostRests = 20
const buttons = Object.values(savesConfig.switches).map(({ button }) => button)
const pins = Object.values(savesConfig.switches).map(({ pin }) => pin)

/** Prints pin levels, offers buttons to press, and makes timers faster. */
const boot0 = `global.digitalWrite=function(p,v){print("~pin "+p+" "+v)};
var watch={};global.pinMode=function(){};global.setWatch=function(task,pin){watch[pin]=function(){task({state:false,time:getTime(),lastTime:0,pin:pin})}};
(function(real){global.setTimeout=function(task,ms,x){return real(task,ms/${timeScale},x)}})(setTimeout);
function press(pin){watch[pin]();rest(${restTicks})}
function rest(n){n?setTimeout(rest,1000,n-1):print("~rested")}`

/** Pins and buttons are ready. */
const hasBooted = /^[\d.]+ I boot /

const starts: readonly (readonly [past: Past, fill: Fill, journal: JournalFill])[] = [
  ['once', 'empty', 'new'],
  ['once', 'empty', 'both pages nearly full'],
  ['ten times', 'half full', 'one page nearly full'],
  ['ten times', 'full', 'both pages nearly full'],
  ['without a layout', 'empty', 'not there'],
  ['without a layout', 'half full', 'not there'],
]

/** The built script saves in the real engine, which is ended at its n-th write to flash. */
export function savesEngineCases(script: string, engines: readonly GivenEngine[]): CutCase[] {
  return engines.flatMap((engine) =>
    starts.map(([past, fill, journal]) => ({
      name: `saves, real engine ${engine.name}, flashed ${past} before, ${fill}, journal ${journal}`,
      allowed: ['the last state', 'the one before'],
      run: (heard) => cutSaves(script, engine, { past, fill, journal }, new Tally(heard)),
    })),
  )
}

interface Start {
  readonly past: Past
  readonly fill: Fill
  readonly journal: JournalFill
}

async function cutSaves(script: string, { executable }: GivenEngine, start: Start, tally: Tally): Promise<Tally> {
  const files = [...saveFiles(script), { name: '.boot0', bytes: Buffer.from(boot0) }]
  const before = await boardOf(flashOf(executable), start.past, start.fill, { files })
  fillJournal(before, start.journal)
  const board = new EngineBoard(executable)
  const step = async (at: number): Promise<string | undefined> => {
    board.load(before.image())
    const pressed = await pressUntilCut(board, board.start(at))
    if (pressed === undefined) return undefined
    const again = board.start()
    const found = await pinsOf(again)
    assert.equal(startsWith(board.storage(), [files]), 'old', `script or configuration lost at step ${at}`)
    const wanted = (found[0] === '1' ? '0' : '1') + (found[1] ?? '')
    assert.ok(await press(board, again, buttons[0], wanted))
    await again.stop()
    const last = board.start()
    assert.equal(await pinsOf(last), wanted, `a state after the cut at step ${at} is saved`)
    await last.stop()
    return found === states[pressed] ? 'the last state' : found === states[pressed - 1] ? 'the one before' : found
  }
  try {
    for (let at = 1; ; at++) {
      const outcome = await retried(() => step(at))
      if (outcome === undefined) return tally
      tally.add(outcome)
    }
  } finally {
    board.end()
  }
}

/** Returns how many presses there were before the cut; undefined where it was not cut. */
async function pressUntilCut(board: EngineBoard, run: EngineRun): Promise<number | undefined> {
  let pressed = 0
  let isUp = (await run.line(hasBooted)) !== undefined
  while (isUp && pressed < presses.length) {
    const button = buttons[presses[pressed++] ?? 0]
    isUp = await press(board, run, button, states[pressed])
  }
  await run.stop()
  return run.isCut ? pressed : undefined
}

/** Presses a button, and lets time pass until the state is saved. Returns false when power failed before. */
async function press(board: EngineBoard, run: EngineRun, button = '', state = ''): Promise<boolean> {
  run.type(`press("${button}")`)
  for (let rests = 0; rests < mostRests; rests++) {
    if ((await run.line(/^~rested/)) === undefined) return false
    if (lastRecord(board.storage()) === recordOf(state)) return true
    run.type(`rest(${restTicks})`)
  }
  throw new Error(`${state} is not saved after ${mostRests * restTicks} s of the device's time`)
}

/** The levels that the pins were driven to by the start. */
async function pinsOf(run: EngineRun): Promise<string> {
  assert.ok(await run.line(hasBooted), 'it starts')
  const last = (pin: string): string =>
    run.console.lines.findLast((line) => line.startsWith(`~pin ${pin} `))?.at(-1) ?? '?'
  return pins.map(last).join('')
}
