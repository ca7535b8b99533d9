import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stop } from '../../../tools/command-line/surroundings.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { flashKaluma, mostProgramBytes, refuseUnfit } from '../../../tools/kaluma/flash-kaluma.ts'
import { createBench, failure, foreign, ours, type Bench } from './bench.ts'

const secret = 'deviceSecret-0123456789'
const script = Buffer.from(`// ours\nvar a = '${secret}'\n${'x = 1;\n'.repeat(400)}`)

function flash(bench: Bench, bytes: Uint8Array = script) {
  const { clock } = bench.board
  return bench.run(
    flashKaluma(bench.port, { script: bytes, readyMs: 0 }, { show: bench.show, clock, open: bench.open }),
  )
}

const slotOf = ({ board }: Bench): string => Buffer.from(board.slot ?? '').toString('latin1')

test('flashes an empty board: no hold, every byte there, started by a reset of the chip', async () => {
  const bench = createBench()
  await flash(bench)
  assert.equal(slotOf(bench), script.toString())
  assert.deepEqual(bench.board.starts, ['', script.toString()], 'once at power-on, once with the program')
  assert.deepEqual([...bench.board.files], [])
  const steps = bench.said.map((text) => text.split(' ')[0])
  assert.deepEqual(steps, ['board', 'upload', 'note', 'verify', 'boot'])
  assert.match(bench.said.join('\n'), /Raspberry Pi Pico W with Kaluma 1\.2\.1, serial e6614103e7245f2c/)
  assert.ok(!bench.said.join().includes(secret))
})

test('a program of ours is held first: started without its watchdog, and the hold is gone afterwards', async () => {
  // Slower than the watchdog: without the hold it would bite in the midst of erasing.
  const bench = createBench(ours, 20_000)
  await flash(bench)
  assert.equal(slotOf(bench), script.toString())
  assert.deepEqual(bench.board.starts, [ours, ours, script.toString()])
  assert.deepEqual([...bench.board.files], [])
  assert.match(bench.said.join('\n'), /started again without its watchdog/)
})

test('a program that is not ours, and its watchdog, are taken away before the transfer', async () => {
  const bench = createBench(foreign)
  await flash(bench)
  assert.equal(slotOf(bench), script.toString())
  assert.deepEqual(bench.board.starts, [foreign, foreign, '', script.toString()])
  assert.deepEqual([...bench.board.files], [], 'nobody else finds the hold')
  assert.match(bench.said.join('\n'), /did not take the hold: it is another's, or does not start\. It is erased/)
})

test('so is one where no file can be written', async () => {
  const bench = createBench(ours)
  bench.board.hasNoFiles = true
  await flash(bench)
  assert.deepEqual(bench.board.starts, [ours, '', script.toString()])
})

test('safe mode: the program is there and read back, and why it does not start is said', async () => {
  const bench = createBench(ours)
  bench.board.safeMode = 0
  await flash(bench)
  assert.equal(slotOf(bench), script.toString())
  assert.equal(bench.board.starts.at(-1), '')
  assert.deepEqual([...bench.board.files], [])
  assert.match(bench.said.join('\n'), /GP22 is low: the board starts no program/)
})

for (const bytes of [1, 1024, 1025, 30_000])
  test(`a script of ${bytes} bytes arrives, whatever its line ends`, async () => {
    const bench = createBench()
    const text = Buffer.from('a\r\nb\n\n'.repeat(bytes).slice(0, bytes))
    await flash(bench, text)
    assert.equal(slotOf(bench), text.toString())
  })

test('waits for a prompt that a program keeps away while it joins Wi-Fi, and says so', async () => {
  const bench = createBench()
  const { input } = bench.console
  let isBusy = true
  const waiting: Uint8Array[] = []
  bench.console.input = (bytes) => (isBusy ? void waiting.push(bytes) : input.call(bench.console, bytes))
  bench.board.clock.set(() => {
    isBusy = false
    for (const bytes of waiting) input.call(bench.console, bytes)
  }, 29_000)
  await flash(bench)
  assert.equal(slotOf(bench), script.toString())
  assert.match(bench.said[0] ?? '', /^note no prompt yet: a program that joins its Wi-Fi/)
})

test('a transfer that was left is ended first', async () => {
  const bench = createBench()
  bench.console.input(Buffer.from('\r.flash -w\r'))
  await flash(bench)
  assert.equal(slotOf(bench), script.toString())
})

/** Damages the first packet of data that goes out, so many times. */
function damage(bench: Bench, times: number, how: (packet: Uint8Array) => Uint8Array): void {
  let left = times
  bench.toBoard = (bytes) => (bytes[0] === 2 && bytes[1] === 1 && left-- > 0 ? how(bytes) : bytes)
}

test('a packet that is damaged on its way is sent again', async () => {
  const bench = createBench()
  damage(bench, 2, (packet) => packet.map((byte, at) => (at === 500 ? byte ^ 1 : byte)))
  await flash(bench)
  assert.equal(slotOf(bench), script.toString())
  assert.doesNotMatch(bench.said.join('\n'), /once more/)
})

test('a packet that loses a byte does not keep the program from getting there', async () => {
  const bench = createBench()
  damage(bench, 1, (packet) => packet.filter((_, at) => at !== 500))
  await flash(bench)
  assert.equal(slotOf(bench), script.toString())
})

test('an acknowledgement that is lost puts the board out of step: it is begun again', async () => {
  const bench = createBench()
  let acknowledged = 0
  bench.fromBoard = (bytes) => (bytes[0] === 6 && ++acknowledged === 3 ? new Uint8Array(0) : bytes)
  await flash(bench)
  assert.match(bench.said.join('\n'), /note the transfer broke \(.* \(Aborted\)\): once more/)
  assert.equal(slotOf(bench), script.toString())
})

test('transfer-failed after three broken transfers: exit code 2, and that no program is left', async () => {
  const bench = createBench(ours)
  damage(bench, 1_000, (packet) => packet.filter((_, at) => at !== 500))
  const error = await failure(flash(bench))
  assert.deepEqual([error.slug, error.exitCode], ['transfer-failed', 2])
  assert.match(error.message, /does not get through: .*, 3 times$/)
  assert.match(error.hint, /another cable .*\. no program is on the board now: run this again$/)
})

test('port-lost in the midst of the transfer: what is on the board then, and no secret', async () => {
  const bench = createBench(ours)
  const { clock } = bench.board
  bench.toBoard = (bytes) => {
    if (bytes[0] === 2 && bytes[1] === 2) clock.set(() => bench.unplug(), 1)
    return bytes
  }
  const error = await failure(flash(bench))
  assert.deepEqual([error.slug, error.exitCode], ['port-lost', 2])
  assert.match(error.hint, /no program is on the board now: run this again/)
  assert.ok(!`${error.message}${error.hint}${bench.said.join()}`.includes(secret))
})

test('port-lost before the transfer: what was there is still there', async () => {
  const bench = createBench(ours)
  bench.board.clock.set(() => bench.unplug(), 3)
  const error = await failure(flash(bench))
  assert.equal(error.slug, 'port-lost')
  assert.match(error.hint, /what was on the board is still there/)
  assert.equal(slotOf(bench), ours)
})

test('a board that echoes what is sent to it, as its prompt does after a reset, shows no secret in any error', async () => {
  const bench = createBench()
  let isEcho = false
  const { input } = bench.console
  bench.console.input = (bytes) => {
    isEcho ||= bytes[0] === 1
    if (isEcho) bench.console.onOutput(bytes)
    else input.call(bench.console, bytes)
  }
  const error = await failure(flash(bench, Buffer.from(`'${secret}'`)))
  assert.deepEqual([error.slug, error.exitCode], ['no-prompt', 2])
  assert.ok(!`${error.message}${error.hint}${bench.said.join()}`.includes(secret.slice(0, 8)))
})

test('verify-failed when what is read back differs, twice; the program that was read is not shown', async () => {
  const bench = createBench()
  bench.fromBoard = (bytes) => Buffer.from(Buffer.from(bytes).toString('latin1').replace('x = 1', 'x = 2'), 'latin1')
  const error = await failure(flash(bench))
  assert.deepEqual([error.slug, error.exitCode], ['verify-failed', 2])
  assert.ok(!`${error.message}${error.hint}${bench.said.join()}`.includes(secret))
  assert.equal(bench.said.filter((text) => /once more/.test(text)).length, 1)
})

test('a board that does not come back after its restart: port-none, and that the program is on it', async () => {
  const bench = createBench()
  bench.open = () => failingPort()
  const error = await failure(flash(bench))
  assert.equal(error.slug, 'port-none')
  assert.match(error.hint, /the new program is on the board, and starts when its power comes back/)
})

function failingPort(): Promise<never> {
  return Promise.reject(new UserError('port-none', 'there is no port cable'))
}

/** A board that is no Kaluma: answers each carriage return with this. */
function answering(bench: Bench, text: string): void {
  bench.console.input = (bytes) => {
    if (Buffer.from(bytes).includes(13)) bench.console.onOutput(Buffer.from(text, 'latin1'))
  }
}

for (const [name, says, slug, message] of [
  ['MicroPython', '\r\n>>> ', 'wrong-board', /^MicroPython is on the board at cable, not Kaluma$/],
  ['Espruino', '\r\n>', 'wrong-board', /^Espruino is on the board at cable, not Kaluma$/],
  ['something else', 'login: \r\n', 'no-prompt', /^nobody answers as Kaluma does at cable: it says "login:"$/],
  ['nothing', '', 'no-prompt', /^nobody answers as Kaluma does at cable: nothing comes from it$/],
] as const)
  test(`${name} at the port is ${slug}, with what to do, and nothing is changed`, async () => {
    const bench = createBench()
    answering(bench, says)
    const error = await failure(flash(bench))
    assert.deepEqual([error.slug, error.exitCode], [slug, 2])
    assert.match(error.message, message)
    assert.match(error.hint, slug === 'wrong-board' ? /hold BOOTSEL while plugging/ : /join GP22 to GND/)
    assert.match(error.hint, /what was on the board is still there/)
  })

test('another board with Kaluma is wrong-board, another version old-firmware', async () => {
  const pico = createBench()
  pico.board.name = 'pico2-w'
  const wrong = await failure(flash(pico))
  assert.deepEqual([wrong.slug, wrong.exitCode], ['wrong-board', 2])
  assert.match(wrong.message, /"pico2-w" with Kaluma 1\.2\.1, wanted "pico-w"/)
  const old = createBench()
  old.board.version = '1.1.0'
  const error = await failure(flash(old))
  assert.deepEqual([error.slug, error.exitCode], ['old-firmware', 2])
  assert.match(error.message, /Kaluma 1\.1\.0 is on the board, wanted 1\.2\.1/)
})

test('a script that is too long or has a NUL is refused before anything else', () => {
  refuseUnfit(new Uint8Array(mostProgramBytes).fill(1))
  assert.throws(() => refuseUnfit(new Uint8Array(mostProgramBytes + 1).fill(1)), { slug: 'no-space', exitCode: 2 })
  assert.throws(() => refuseUnfit(Uint8Array.of(1, 0, 1)), { slug: 'no-script', exitCode: 1 })
})

test('the largest script that is not refused fits', async () => {
  const bench = createBench()
  const text = Buffer.alloc(mostProgramBytes, 'y')
  await flash(bench, text)
  assert.equal(bench.board.slot?.length, mostProgramBytes)
})

test('Ctrl-C in the midst of the transfer: CAN CAN, the prompt, and what is on the board', async () => {
  const bench = createBench(ours)
  const { clock } = bench.board
  let stop: Stop | undefined
  const whenStopped = (one: Stop | undefined): void => void (stop = one)
  const host = { show: bench.show, clock, open: bench.open, whenStopped }
  void flashKaluma(bench.port, { script, readyMs: 0 }, host).catch(() => undefined)
  await clock.until(() => bench.sent.some((bytes) => bytes[0] === 2 && bytes[1] === 2), 60_000)
  const said = stop?.()
  assert.equal(await said, 'stopped: no program is on the board now: run this again')
  await clock.run(2_000)
  assert.deepEqual([...(bench.sent.at(-1) ?? [])], [0x18, 0x18])
  let screen = ''
  bench.console.onOutput = (bytes) => void (screen += Buffer.from(bytes).toString('latin1'))
  bench.console.input(Buffer.from('\r'))
  assert.match(screen, /> /, 'at its prompt')
})

test('waits for ready: lines of the start are shown, the port that came back is returned', async () => {
  const bench = createBench()
  const { clock } = bench.board
  bench.board.says = '00000.001 I boot Kaluma 1.2.1 pico-w\r\n'
  const ready = flashKaluma(bench.port, { script, readyMs: 60_000 }, { show: bench.show, clock, open: bench.open })
  await clock.until(() => bench.board.starts.length === 2, 60_000)
  await clock.run(2_000)
  bench.board.onOutput(Buffer.from('00002.300 I mqtt ready\r\n0000'))
  const { port, rest } = await bench.run(ready)
  assert.notEqual(port, bench.port)
  assert.equal(Buffer.from(rest).toString(), '0000')
  assert.deepEqual(bench.said.slice(-2).map((text) => text.replace(/[\d.]+ s/, 'N s')), ['00002.300 I mqtt ready', 'ready after N s']) // prettier-ignore
})
