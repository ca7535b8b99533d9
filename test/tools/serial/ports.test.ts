import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { choosePort, portText } from '../../../tools/serial/choose-port.ts'
import { ConsoleLines } from '../../../tools/serial/console-lines.ts'
import { findPort, portsFrom, raspberryPi } from '../../../tools/serial/find-port.ts'
import { clearLine, nothing, shorten } from '../../../tools/serial/guard.ts'
import { isTcp, openPort } from '../../../tools/serial/open-port.ts'
import { portError } from '../../../tools/serial/port-errors.ts'
import { noPrompt } from '../../../tools/serial/ask-board.ts'
import { preferred } from '../../../tools/serial/choose-port.ts'
import { consoleBaud } from '../../../tools/serial/port.ts'
import { createShow } from '../../../tools/command-line/show.ts'
import { errorOf } from '../flash/desk.ts'

const show = createShow({ json: false, quiet: true, print: () => undefined })

test('a port has the name of its chip, or of its maker; those of the mainboard are none', async () => {
  const ports = await portsFrom(
    () =>
      Promise.resolve([
        ...['10C4', '1a86', '0403', '303A', '2e8a', '0483'].map((vendorId, at) => ({ path: `COM${at}`, vendorId })),
        { path: 'COM8', vendorId: 'ffff', manufacturer: 'Somebody' },
        { path: 'COM9', vendorId: 'ffff' },
        ...['/dev/ttyS0', '/dev/rfcomm0', '/dev/tty.Bluetooth'].map((path) => ({ path })),
        ...['/dev/ttyUSB7', '/dev/ttyACM7', '/dev/cu.usbserial-1', '/dev/cu.usbmodem1'].map((path) => ({ path })),
      ]),
    [{ path: '/dev/ttyUSB7' }, { path: '/dev/ttyUSB8', manufacturer: 'Maker' }],
  )
  assert.deepEqual(ports.map(portText), [
    'COM0           CP210x',
    'COM1           CH340',
    'COM2           FTDI',
    'COM3           Espressif USB',
    'COM4           Raspberry Pi',
    'COM5           Espruino',
    'COM8           Somebody',
    'COM9',
    '/dev/ttyUSB7',
    '/dev/ttyACM7',
    '/dev/cu.usbserial-1',
    '/dev/cu.usbmodem1',
    '/dev/ttyUSB8   Maker',
  ])
})

test('of several ports none is taken without an answer; a named one is not looked for', async () => {
  const list = () => Promise.resolve([{ path: 'A', what: '' }, { path: 'B', what: 'FTDI' }]) // prettier-ignore
  for (const answer of [undefined, 2, -1]) {
    const error = await errorOf(findPort({ list, choose: () => Promise.resolve(answer) }))
    assert.deepEqual([error?.slug, error?.message], ['port-many', '2 serial ports: A, B (FTDI)'])
  }
  assert.equal(await findPort({ list, choose: () => Promise.resolve(0) }), 'A')
  assert.equal(await choosePort('COM9', show, undefined), 'COM9')
})

test('an address is tcp://HOST:PORT, with 23 for the port that is not named', async () => {
  for (const wrong of ['tcp://h:0', 'tcp://h:65536', 'tcp://h/x', 'tcp:h', 'tcp://h/x:1']) {
    const error = await errorOf(openPort(wrong))
    assert.deepEqual(
      [error?.slug, error?.message, error?.hint],
      ['port-none', `${wrong} is no address`, 'wanted: tcp://HOST:PORT'],
    )
  }
  assert.deepEqual(['tcp://h', 'TCP://h', 'COM3', '/dev/tcp'].map(isTcp), [true, true, false, false])
  const telnet = await errorOf(openPort('tcp://127.0.0.1'))
  if (telnet !== undefined) assert.match(telnet.message, /127\.0\.0\.1:23/)
})

async function tcpBoard(t: TestContext) {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const coming = once(server, 'connection') as Promise<[Socket]>
  const port = await openPort(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [board] = await coming
  t.after(() => board.destroy())
  return { port, board }
}

test('a port that the far end closes is lost once, and says why; one that we close is not', async (t) => {
  const { port, board } = await tcpBoard(t)
  const why = new Promise<string>((resolve) => (port.onLost = resolve))
  board.destroy()
  assert.equal(await why, 'the far end closed it')
  port.onLost = assert.fail
  await port.close()
  await port.close()
  assert.equal((await errorOf(port.write(Buffer.from('x'))))?.slug, 'port-lost')

  const other = await tcpBoard(t)
  other.port.onLost = assert.fail
  const ended = once(other.board.resume(), 'end')
  await other.port.close()
  await ended
})

test('bytes pass both ways as they are', async (t) => {
  const { port, board } = await tcpBoard(t)
  const bytes = Buffer.from([0, 0x7f, 0x80, 0xff, 0x0d, 0x0a])
  const back = new Promise<Uint8Array>((resolve) => (port.onData = resolve))
  board.once('data', (came: Buffer) => board.write(came))
  await port.write(bytes)
  assert.deepEqual(Buffer.from(await back), bytes)
  await port.close()
})

test('why a port cannot be opened, in the words of each system', () => {
  for (const [reason, platform, slug] of [
    ['Error: Cannot lock port', 'linux', 'port-busy'],
    ['Resource busy, cannot open', 'darwin', 'port-busy'],
    ['EBUSY: x', 'linux', 'port-busy'],
    ['Permission denied', 'linux', 'port-denied'],
    ['Access is denied', 'win32', 'port-busy'],
    ['EPERM', 'darwin', 'port-denied'],
    ['File not found', 'win32', 'port-none'],
    ['ENODEV', 'linux', 'port-none'],
    ['Inappropriate ioctl', 'linux', 'port-none'],
  ] as const)
    assert.equal(portError('x', reason, platform).slug, slug, reason)
  assert.equal(
    portError('x', 'Inappropriate ioctl').message,
    'x cannot be opened as a serial port: Inappropriate ioctl',
  )
  assert.equal(portError('x', 'ENODEV').message, 'there is no port x')
})

test('what a board says instead of a prompt: its last line, 40 characters of it, and no control characters', () => {
  const said = (heard: string) => noPrompt('COM3', heard).message
  assert.match(said('\r\n  \r\n'), /: nothing comes from it$/)
  assert.match(said(`first\r\n${'a'.repeat(30)}${'b'.repeat(40)}\r\n\r\n`), new RegExp(`"${'b'.repeat(40)}"$`))
  assert.match(said('x\x1b\x80y'), /"x\.\.y"$/)
  assert.equal(noPrompt('COM3', 'x\npassword>').slug, 'console-locked')
  for (const heard of [
    '\x1b[31mREPL buffer overflow\r\n\x1b[0m',
    '\x1b7> \x1b[H\x1b[900C\x1b[6n\x1b8',
    'Welcome to Kaluma v1.2.1\r\n',
  ]) {
    const { slug, message, hint } = noPrompt('COM3', heard)
    assert.deepEqual([slug, message], ['wrong-board', 'Kaluma is on the board at COM3, not Espruino'])
    assert.match(hint, /--board pico-w/)
  }
  assert.match(noPrompt('COM3', '').hint, /^is it a board with Espruino on it, at 115200 baud\?/)
  assert.equal(consoleBaud, 115_200)
})

test('the bytes that a console ignores, and those that erase its line', () => {
  assert.deepEqual([nothing.length, new Set(nothing).size, clearLine], [127, 1, '\x1b[2H'])
  assert.deepEqual([shorten('x'.repeat(60)), shorten('x'.repeat(61))], ['x'.repeat(60), `${'x'.repeat(60)} ...`])
})

test('standard output and error do not mix within a line; what has no end of line yet is the rest', () => {
  const lines: string[] = []
  const console = new ConsoleLines((line) => lines.push(line))
  console.take(Buffer.from('ab'))
  console.take(Buffer.from('er\nro'), 'error')
  console.take(Buffer.from('c\nde'))
  assert.deepEqual([lines, Buffer.from(console.rest).toString()], [['er', 'abc'], 'de'])
  console.end('over')
  assert.deepEqual([lines, console.rest.length], [['er', 'abc', 'de', 'ro'], 0])
})

test('an error shows the last 12 lines; a line that two wait for is given to one', async () => {
  const console = new ConsoleLines()
  const [one, other] = [console.next(/^b/, 60_000), console.next(/^b/, 60_000)]
  for (let at = 0; at < 20; at++) console.take(Buffer.from(`a${at}\n`))
  console.take(Buffer.from('b1\n'))
  assert.equal(await one, 'b1')
  console.take(Buffer.from('b2\n'))
  assert.equal(await other, 'b2')
  console.end('over')
  await assert.rejects(console.next(/^c/, 1), (error: Error) => {
    assert.deepEqual(error.message.split('\n').slice(1), ['a10', 'a11', 'a12', 'a13', 'a14', 'a15', 'a16', 'a17', 'a18', 'a19', 'b1', 'b2']) // prettier-ignore
    return true
  })
})

test('a board with Kaluma is looked for at the ports of Raspberry Pi, where there are some', () => {
  const [cp, pi, none] = [['COM3', 'CP210x'], ['COM4', raspberryPi], ['COM5', '']].map(([path = '', what = '']) => ({ path, what })) // prettier-ignore
  assert.deepEqual(preferred([cp!, pi!, none!], raspberryPi), [pi])
  assert.deepEqual(preferred([cp!, none!], raspberryPi), [cp, none])
  assert.deepEqual(preferred([cp!, pi!], undefined), [cp, pi])
})
