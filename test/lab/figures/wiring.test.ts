import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { BoardKind, BoardName } from '../../../tools/board-kinds/board-kind.ts'
import { boards } from '../../../tools/board-kinds/boards.ts'
import { judgeButton, judgePin, type PinVerdict } from '../../../tools/board-kinds/judge-pin.ts'
import { partKinds } from './wiring-parts.ts'
import { wiringPages } from './wiring-pages.ts'
import { drawWiring, readWiring, wiredApps, type WiredApp } from './wiring.ts'

const sourceOf = (app: WiredApp): string =>
  readdirSync(`apps/${app}`)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => readFileSync(`apps/${app}/${name}`, 'utf8'))
    .join('\n')

/** The pins that an application names, as Pin('D4') does; those of the switch are in its configuration. */
function pinsOf(app: WiredApp): string[] {
  const text = app === 'switch' ? readFileSync('device.example.json', 'utf8') : sourceOf(app)
  const found = app === 'switch' ? /"pin": ?"(\w+)"/g : /\bPin\('(\w+)'\)/g
  return [...new Set([...text.matchAll(found)].map(([, pin = '']) => pin))].sort()
}

test('every application that names a pin has a wiring', () => {
  const withFile = readdirSync('apps').filter((name) => existsSync(`apps/${name}/wiring.json`))
  assert.deepEqual(withFile.sort(), [...wiredApps].sort())
})

for (const app of wiredApps)
  test(`apps/${app}: its wiring has the pins of the application, on every board, and every board can use them so`, () => {
    const wiring = readWiring(app)
    const used = Object.values(wiring.board).filter(({ use }) => use !== undefined)
    const named = used.flatMap((pin) => [pin.esp32, pin.esp8266, pin['pico-w']]).filter((pin) => pin !== undefined)
    const pins = app === 'switch' ? used.map(({ esp32 }) => esp32) : [...new Set(named)].sort()
    assert.deepEqual(pins, pinsOf(app))
    for (const [name, pin] of Object.entries(wiring.board)) {
      if (pin.use === undefined) continue
      assert.equal(name, pin.esp32)
      for (const board of ['esp32', 'esp8266', 'pico-w'] as const satisfies readonly BoardName[]) {
        const at = pin[board]
        if (at === undefined) continue
        const kind: BoardKind = boards[board]
        const verdict: PinVerdict = pin.use === 'input' ? judgeButton(kind, at) : judgePin(kind, at)
        if (pin.use === 'analog') assert.ok(boards[board].pins.includes(at))
        else assert.equal(verdict.severity, 'fine', `${at} ${verdict.reason}`)
      }
    }
  })

for (const app of wiredApps)
  test(`apps/${app}: every wire leads from pin to terminal, each of which has one, and supplies are not shorted`, () => {
    const { board, parts, wires } = readWiring(app)
    const terminals = parts.flatMap(({ id, kind }) => {
      const { left, right } = { right: [], ...partKinds[kind] }
      return [...left, ...right].map(({ name }) => `${id}.${name}`)
    })
    const ends = [...Object.keys(board).map((pin) => `board.${pin}`), ...terminals].sort()
    assert.deepEqual(wires.flat().sort(), ends)
    for (const wire of wires) assert.ok(wire.filter((end) => end.startsWith('board.')).length <= 1, wire.join(' '))
  })

for (const { file, changes } of wiringPages())
  test(`${file} is what its wiring.json says`, () => assert.deepEqual(changes.length, 0, 'npm run figures draws it'))

test('where a third wire meets two others there is a dot, and none where two cross', () => {
  const dots = (app: WiredApp): number => drawWiring('', readWiring(app)).match(/<circle[^>]*fill=/g)?.length ?? 0
  assert.deepEqual([dots('thermometer'), dots('dimmer')], [2, 0])
})
