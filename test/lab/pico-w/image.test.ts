import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pipe } from '../../../tools/board/network/pipe.ts'
import { createMemoryNetwork, type MemoryNetwork, type MemoryPipe } from '../../virtual/memory-network.ts'
import { createVirtualClock, type VirtualClock } from '../../virtual/virtual-clock.ts'
import { createPicoW, type PicoW, type PicoWOptions } from './pico-w.ts'
import { readProgram } from './program.ts'
import { sendByYmodem } from './ymodem.ts'

const image = process.env['KALUMA_PICO_W']
const options = { skip: image === undefined && 'KALUMA_PICO_W names no image' }
const home = { ssid: 'Home', password: 'at least eight' }

interface Bench {
  board: PicoW
  clock: VirtualClock
  network: MemoryNetwork
  pipes: MemoryPipe[]
  heard: string
  /** Runs until the console says so. */
  says(text: string, withinMs?: number): Promise<void>
}

/** A board at its access point, with a peer at broker.test:1883; it is on. */
function bench(program: string, more: Partial<PicoWOptions> = {}): Bench {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  const start = { program, clock, transport: network, wifi: { accessPoints: [home] } }
  const board = createPicoW({ ...(more.flash ? {} : { image: image ?? '' }), ...start, random: () => 0.3, ...more })
  const one: Bench = {
    ...{ board, clock, network, pipes: [], heard: '' },
    says: async (text, withinMs = 20_000) => {
      await clock
        .until(() => board.output.includes(text), withinMs)
        .catch((error: unknown) => {
          throw new Error(`not said: ${text}\n${board.output}\n${board.halted ?? ''}`, { cause: error })
        })
    },
  }
  network.listen('broker.test', 1883, (pipe) => {
    one.pipes.push(pipe)
    pipe.onData = (bytes) => (one.heard += Buffer.from(bytes).toString('latin1'))
  })
  board.powerOn()
  return one
}

/** A script that joins Home with the password, says what came of it, and then runs `then`. */
function joined(then: string, password = home.password): string {
  const said = `print('errno ' + __ieee80211dev.errno + ' after ' + (millis() - t) + ' ms\\n')`
  const info = JSON.stringify({ ssid: home.ssid, password, enforce: true })
  return `var t = millis(); __ieee80211dev.connect(${info}, function () {}); ${said}; ${then}`
}

/** A script that joins, connects to a host and says what happens to the connection. */
function connected(then = '', host = 'broker.test'): string {
  return joined(`
    var n = __netdev, fd = n.socket('AF_INET', 'STREAM'), s = n.get(fd), got = 0
    s.connect_cb = function () { print('connected\\n'); ${then} }
    s.read_cb = function (d) { got += d.length; print('got ' + got + '\\n') }
    s.close_cb = function () { print('closed\\n') }
    try { n.connect(fd, '${host}', 1883); print('dialled ' + n.ip + '\\n') } catch (e) { print('threw ' + e + '\\n') }`)
}

test('the image boots to its prompt, answers the REPL, and says which board it is', options, async () => {
  const { board, says } = bench('')
  board.type('\r.hi\rboard.name + 1 + process.version\r')
  await says('Welcome to Kaluma v')
  await says("'pico-w1")
})

test('a program in the flash starts, drives pins, and is told the heap', options, async () => {
  const { board, says, clock } = bench(`
    pinMode(3, OUTPUT)
    setTimeout(function () {
      digitalWrite(3, HIGH)
      setTimeout(function () { digitalWrite(3, LOW); print(JSON.stringify(process.memoryUsage())) }, 100)
    }, 10)`)
  await says('"heapPeak":')
  assert.equal(board.pin(3), 'low')
  const [high, low] = board.pinEdges.filter(({ level }) => level !== undefined).slice(-2)
  assert.deepEqual([high?.level, low?.level], ['high', 'low'])
  const waitedMs = (low?.atMs ?? 0) - (high?.atMs ?? 0)
  assert.ok(waitedMs >= 100 && waitedMs < 104, `${waitedMs} ms`)
  assert.ok(clock.now() < 3000)
})

test('GP22 low at power-on is the safe mode: the program does not start', options, async () => {
  const clock = createVirtualClock()
  const transport = createMemoryNetwork(clock)
  const board = createPicoW({ image: image ?? '', program: `print('started')`, clock, transport })
  board.drive(22, 'low')
  board.type('\r1 + 1\r')
  board.powerOn()
  await clock.until(() => board.output.includes('2'), 5000)
  await clock.run(500)
  assert.ok(!board.output.includes('started'))
})

test('the station joins, gets an address, and bytes pass both ways', options, async () => {
  const one = bench(connected(`n.write(fd, 'ping')`))
  await one.says('dialled 192.0.2.7')
  await one.clock.until(() => one.heard === 'ping', 2000)
  one.pipes[0]?.write(Buffer.alloc(5000, 'x'))
  await one.says('got 5000')
  one.pipes[0]?.end()
  await one.says('closed')
})

test('a wrong password is refused at once, a network that is not there after 30 s', options, async () => {
  const wrong = bench(joined('', 'not the password'))
  await wrong.says('errno -1 after')
  assert.ok(wrong.clock.now() < 5000)
  const nowhere = bench(joined(''), { wifi: {} })
  await nowhere.says('errno -1 after 3', 40_000)
})

test('a scan finds what is there, with its strength', options, async () => {
  const around = [{ ...home, rssi: -71, channel: 11 }, { ssid: 'Guests' }]
  const { says } = bench(`__ieee80211dev.scan(function (e, l) { print(JSON.stringify(l)) })`, {
    wifi: { accessPoints: around },
  })
  await says('"ssid":"Home"')
  await says('"security":"WPA2_PSK","rssi":-71,"channel":11')
  await says('"ssid":"Guests"')
  await says('"security":"OPEN","rssi":-55')
})

test('a name that nobody knows throws; a refused port and a reset are never told', options, async () => {
  const unknown = bench(connected('', 'nowhere.test'), { network: { resolve: () => 'unknown' } })
  await unknown.says('threw')
  const refused = bench(connected())
  refused.network.script('broker.test', 1883, 'refused')
  await refused.says('dialled')
  await refused.clock.run(1000)
  assert.ok(!refused.board.output.includes('connected'))
  const reset = bench(connected(`setInterval(function () { n.write(fd, 'x'); print('wrote ' + n.errno) }, 200)`))
  await reset.says('wrote 0')
  reset.pipes[0]?.reset()
  await reset.says('wrote -1')
})

test('the link is lost with the access point, and joined again when told to', options, async () => {
  const one = bench(
    connected(`setInterval(function () {
      __ieee80211dev.get_connection(function (e, c) { print(c ? 'on ' : 'off ') })
      if (millis() > 12000) __ieee80211dev.connect({ ssid: 'Home', password: '${home.password}' }, function () {})
    }, 500)`),
  )
  await one.says('on on')
  one.board.wifi.drop()
  await one.says('off', 10_000)
  one.board.wifi.up()
  const before = one.board.output.length
  await one.clock.until(() => one.board.output.slice(before).includes('on on'), 10_000)
})

test('a peer that does not read holds up what the board writes', options, async () => {
  const one = bench(
    connected(`setInterval(function () { n.write(fd, '${'y'.repeat(1000)}'); print('w' + n.errno) }, 20)`),
  )
  await one.says('w0')
  one.pipes[0]?.pause()
  await one.says('w-1')
  const pipe: Pipe | undefined = one.pipes[0]
  const before = one.board.output.length
  pipe?.resume()
  await one.clock.until(() => one.board.output.slice(before).includes('w0'), 10_000)
})

test('the watchdog resets the board: the flash stays, the program starts again', options, async () => {
  const { board, says } = bench(`
    var fs = require('fs'), n = fs.exists('/n') ? fs.readFile('/n')[0] + 1 : 1
    fs.writeFile('/n', new Uint8Array([n])); print('start ' + n + ';')
    if (n < 3) { var w = new (require('wdt').WDT)(300) }`)
  await says('start 3;')
  assert.deepEqual(board.resets, ['power-on', 'watchdog', 'watchdog'])
})

test('the LED is at the radio, and a power cut leaves what was written', options, async () => {
  const lit: boolean[] = []
  const one = bench(
    `
    require('fs').writeFile('/a', new Uint8Array([65, 66]))
    var w = new (require('pico_cyw43').PicoCYW43)(); w.putGpio(0, true); print('written')`,
    {
      onLed: (isOn) => lit.push(isOn),
    },
  )
  await one.says('written')
  assert.equal(one.board.led, true)
  one.board.powerOff()
  const next = bench(`print(require('fs').readFile('/a').join())`, { flash: one.board.flash })
  await next.says('65,66')
  assert.deepEqual(lit, [true])
})

test('what is lost while the air is jammed is sent again, both ways', options, async () => {
  const one = bench(connected(`setTimeout(function () { n.write(fd, '${'y'.repeat(3000)}') }, 500)`))
  await one.says('connected')
  one.board.wifi.jam()
  one.pipes[0]?.write(Buffer.alloc(3000, 'x'))
  await one.clock.run(4000)
  assert.ok(one.heard === '' && !one.board.output.includes('got'))
  one.board.wifi.unjam()
  await one.says('got 3000', 30_000)
  await one.clock.until(() => one.heard.length === 3000, 30_000)
})

test('the power may be cut at any write of flash: a file is the old one or the new one', options, async () => {
  const program = (text: string): string => `
    var fs = require('fs'), was = fs.exists('/f') ? String.fromCharCode.apply(null, fs.readFile('/f')) : 'none'
    print('was ' + was + ';'); fs.writeFile('/f', new Uint8Array([${[...Buffer.from(text)].join()}])); print('written;')`
  const first = bench(program('old'))
  await first.says('written;')
  first.board.powerOff()
  const left = new Set<string>()
  for (let cut = 1, isOver = false; !isOver; cut++) {
    const flash = first.board.flash.slice()
    let writes = 0
    const onFlash = (): void => {
      if (++writes === cut) throw new Error('power cut')
    }
    const second = bench(program('new'), { flash, onFlash })
    assert.ok(cut < 100)
    isOver = await second.says('written;').then(
      () => true,
      () => false,
    )
    second.board.powerOff()
    const third = bench(program('third'), { flash })
    await third.says('was ')
    await third.says(';')
    left.add(/was (\w*);/.exec(third.board.output)?.[1] ?? '?')
  }
  assert.deepEqual([...left].sort(), ['new', 'old'])
})

test('.flash -w by YMODEM writes the program, .load starts it', options, async () => {
  const { board, clock, says } = bench('')
  const program = `print('from YMODEM ' + (1 + 1))\n${'// filling\n'.repeat(300)}`
  board.type('\r.flash -w\r')
  const upload = sendByYmodem(board, 'program.js', Buffer.from(program))
  board.onOutput = (bytes) => upload.heard(bytes)
  await clock.until(() => upload.state === 'done' || upload.state === 'aborted', 60_000)
  assert.equal(upload.state, 'done')
  await says('Done')
  assert.equal(readProgram(board.flash), program)
  board.type('.load\r')
  await says('from YMODEM 2')
})

test('200 kB at once are too much for the C heap, unless the script hurries the collector', options, async () => {
  const hurry = 'for (var i = 0; i < 100; i++) ({}); new Uint8Array(8192)'
  const download = (then: string): Bench => {
    const one = bench(
      connected(`s.read_cb = function (d) { got += d.length; ${then}; if (got > 199999) print('all') }`),
    )
    one.network.listen('broker.test', 1883, (pipe) => pipe.write(Buffer.alloc(200_000)))
    return one
  }
  const crashed = download('')
  await crashed.clock.until(() => crashed.board.halted !== undefined, 10_000)
  assert.match(crashed.board.halted ?? '', /fault|breakpoint/)
  await download(hurry).says('all')
})

test('endless recursion ends in exit(), which never comes back until the watchdog bites', options, async () => {
  const { board, says, clock } = bench(`
    print('start;'); var w = new (require('wdt').WDT)(2000)
    setTimeout(function () { (function f() { f() })() }, 100)`)
  await says('start;')
  await clock.until(() => board.resets.length > 1, 10_000)
  assert.equal(board.resets[1], 'watchdog')
})
