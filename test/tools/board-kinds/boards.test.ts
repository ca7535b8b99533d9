import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { profiles } from '../../../tools/board/profile.ts'
import { boardNames, boards, isBoardName } from '../../../tools/board-kinds/boards.ts'
import { findBoard } from '../../../tools/board-kinds/find-board.ts'
import { goodPins, joinRanges, judgeButton, judgePin } from '../../../tools/board-kinds/judge-pin.ts'

for (const kind of Object.values(boards)) {
  test(`${kind.name}: what the table says of pins is about pins that it has`, () => {
    const { led, button } = kind
    assert.equal(boards[kind.name], kind)
    assert.equal(new Set(kind.pins).size, kind.pins.length)
    const named = [...Object.keys(kind.unusable), ...Object.keys(kind.delicate)]
    assert.equal(new Set(named).size, named.length, 'a pin is unusable or delicate, not both')
    for (const pin of named) assert.ok(kind.pins.includes(pin), pin)
    if (led !== undefined) assert.notEqual(judgePin(kind, led.pin).severity, 'error')
    if (button !== undefined) assert.notEqual(judgePin(kind, button.pin).severity, 'fine')
    assert.ok(goodPins(kind).length > 4)
  })
}

test('the table agrees with the simulated boards, which were measured on the interpreter', () => {
  for (const profile of Object.values(profiles)) {
    const { build } = findBoard(profile.board.replace(/^RP2040/, 'ESPR_RP2040')) ?? assert.fail(profile.board)
    const { wifi, net, tls, sha256 } = build.has
    const has = (name: 'Wifi' | 'net' | 'tls') => profile.modules.includes(name)
    assert.deepEqual({ wifi, net, tls }, { wifi: has('Wifi'), net: has('net'), tls: has('tls') }, profile.board)
    assert.equal(sha256, profile.hashes.includes('SHA256'))
    assert.ok('jsVars' in build.heap)
    if (build.heap.jsVars !== undefined) assert.equal(build.heap.jsVars, profile.memory.total)
    assert.equal(build.heap.bytesEach, profile.memory.blocksize)
    assert.deepEqual([build.storage.pageBytes, build.storage.pages], [profile.storage.pageBytes, profile.storage.pages])
  }
})

test('a board is found by what process.env.BOARD says, hosted builds count as Linux, strangers as none', () => {
  assert.equal(findBoard('ESP8266_BOARD')?.build.storage.pages, 4)
  assert.equal(findBoard('ESP32C3_IDF4')?.kind.name, 'esp32-c3')
  assert.equal(findBoard('LINUX_ESP8266')?.kind.name, 'linux')
  assert.equal(findBoard('BANGLEJS2'), undefined)
  assert.equal(findBoard('ESPR_RP2040_PICO')?.kind.name, 'pico-w', 'Espruino on it is known, to say what to install')
  assert.equal(findBoard('pico-w'), undefined, 'that is how Kaluma calls it')
  const builds = Object.values(boards).flatMap((kind) => kind.builds.map(({ board }) => board))
  assert.equal(new Set(builds).size, builds.length)
})

test('names are told from other words', () => {
  assert.deepEqual(boardNames.join(' '), 'esp32 esp32-c3 esp32-s3 esp8266 esp8266-512k espruino-wifi pico-w linux')
  assert.ok(isBoardName('pico-w'))
  assert.ok(!isBoardName('toString'))
})

test('pins are judged: fine, delicate, unusable, none', () => {
  const { esp32, esp8266 } = boards
  assert.deepEqual(judgePin(esp32, 'D5'), { severity: 'fine', reason: '' })
  assert.equal(judgePin(esp32, 'D12').severity, 'warning')
  assert.deepEqual(judgePin(esp32, 'D6'), { severity: 'error', reason: 'is wired to the flash chip on ESP32' })
  assert.deepEqual(judgePin(esp8266, 'D17'), { severity: 'error', reason: 'is no pin of ESP8266' })
  assert.equal(joinRanges(goodPins(esp32)), 'D2 D4 D5 D13-D15 D18 D19 D21-D23 D25-D27 D32 D33')
})

test('the firmware knows where Storage is on every board that can keep states', () => {
  const firmware = readFileSync(new URL('../../../firmware/platform/espruino.ts', import.meta.url), 'utf8')
  const [, list = ''] = /const starts = \[([^\]]*)\]/.exec(firmware) ?? []
  const known = list.split(',').map(Number)
  // The engine's Linux builds: FLASH_START of scripts/build_platform_config.py.
  const linuxStart = 0x10000000
  for (const { builds, name } of Object.values(boards).filter(({ runtime }) => runtime === 'espruino'))
    for (const { has, noRestore, storage } of builds)
      if (has.net && noRestore === undefined) assert.ok(known.includes(storage.address ?? linuxStart), name)
})

test('a Pico W is the one board with Kaluma: Wi-Fi without TLS; with Espruino it has no network', () => {
  const pico = boards['pico-w']
  assert.deepEqual(
    Object.values(boards).filter(({ runtime }) => runtime === 'kaluma'),
    [pico],
  )
  assert.deepEqual(pico.builds[0].has, { wifi: true, net: true, tls: false, sha256: false })
  assert.ok(pico.strangers?.every(({ has }) => !has.net && !has.wifi))
})

test('pins of a Pico W: what the radio and the safe mode need is refused, each with its reason', () => {
  const pico = boards['pico-w']
  assert.equal(joinRanges(goodPins(pico)), 'GP0-GP21 GP26-GP28 LED')
  for (const [pin, says] of [
    ['GP22', /safe mode: low at power-on, the board does not start its program on Raspberry Pi Pico W$/],
    ['GP23', /switches the radio on and off/],
    ['GP24', /carries the radio's data/],
    ['GP25', /selects the radio; the LED of a Pico W is "LED"/],
    ['GP29', /the radio's clock/],
    ['GP30', /is no pin of/],
    ['D5', /is no pin of/],
  ] as const) {
    const { severity, reason } = judgePin(pico, pin)
    assert.equal(severity, 'error', pin)
    assert.match(reason, says)
  }
  assert.deepEqual(judgePin(pico, 'LED'), { severity: 'fine', reason: '' })
  assert.match(judgeButton(pico, 'LED').reason, /is an output only/)
  assert.equal(judgeButton(pico, 'GP5').severity, 'fine')
})
