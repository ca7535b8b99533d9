import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { profiles } from '../../../tools/board/profile.ts'
import { desk, flash, around, identity, readBoard, type Desk } from '../flash/desk.ts'

const secrets = ['1'.repeat(32), '2'.repeat(32), '3'.repeat(32)]

/** Three identities, and two boards that hang on the cable one after the other: `plug` changes them. */
async function fleet(t: TestContext): Promise<{ csv: string; boards: Desk[]; plug: (at: number) => string }> {
  const boards = [
    await desk(t, { profile: { ...profiles.esp32, serial: 'board-a' } }),
    await desk(t, { profile: { ...profiles.esp32, serial: 'board-b' } }),
  ]
  const csv = join(boards[0]?.folder ?? '', 'devices.csv')
  const rows = secrets.map((secret, at) => `sw-${at + 1},${secret},${identity.productKey}`)
  writeFileSync(csv, ['DeviceName,DeviceSecret,ProductKey', ...rows].join('\n'))
  return { csv, boards, plug: (at) => boards[at]?.port ?? '' }
}

/** A second way to the port of a board; `unplugged` resolves when whoever came that way has gone. */
async function cableTo(t: TestContext, port: string): Promise<{ port: string; unplugged: Promise<unknown> }> {
  const relay = createServer().listen(0, '127.0.0.1')
  t.after(() => relay.close())
  await once(relay, 'listening')
  const unplugged = new Promise((resolve) => {
    relay.once('connection', (socket: Socket) => {
      const board = connect(Number(port.split(':').at(-1)), '127.0.0.1')
      socket.once('close', resolve).pipe(board).pipe(socket)
      socket.once('close', () => board.destroy())
    })
  })
  return { port: `tcp://127.0.0.1:${(relay.address() as AddressInfo).port}`, unplugged }
}

const triplesOf = (one: Desk | undefined): unknown =>
  (JSON.parse((one && readBoard(one, 'device.json')) ?? '{}') as { aliyun?: unknown }).aliyun

test('flashes one board after another with the next identity, and goes on where it ended', async (t) => {
  const { csv, boards, plug } = await fleet(t)
  const script = join(boards[0]?.folder ?? '', 'script.js')
  writeFileSync(script, 'print("fleet")')
  const printed: string[] = []
  const run = (at: number) =>
    flash(
      [
        '--fleet',
        csv,
        '--port',
        plug(at),
        '--script',
        script,
        '--wait',
        '0',
        '--config',
        join(boards[0]?.folder ?? '', 'device.json'),
      ],
      around(printed, { confirm: () => Promise.resolve(false), choose: () => Promise.resolve(undefined) }),
    )
  assert.equal(await run(0), undefined)
  assert.deepEqual(triplesOf(boards[0]), { ...identity, deviceName: 'sw-1', deviceSecret: secrets[0], host: '127.0.0.1', port: 1 }) // prettier-ignore
  assert.match(printed.join(''), /note +1 of 3 flashed, 2 free\n/)

  // The same board again: it is known by its serial number, and no identity is spent on it.
  const again = await run(0)
  assert.equal(again?.slug, 'fleet-stopped')
  assert.match(printed.join(''), /this board is flashed already: plug the next one in/)

  assert.equal(await run(1), undefined)
  assert.deepEqual(triplesOf(boards[1]), { ...identity, deviceName: 'sw-2', deviceSecret: secrets[1], host: '127.0.0.1', port: 1 }) // prettier-ignore
  const ledger = readFileSync(`${csv}.ledger`, 'utf8').trim().split('\n')
  const events = ledger.map((line) => JSON.parse(line) as Record<string, unknown>)
  assert.deepEqual(
    events.map(({ event, deviceName, serial }) => [event, deviceName, serial].join(' ')),
    ['claimed sw-1 board-a', 'flashed sw-1 board-a', 'claimed sw-2 board-b', 'flashed sw-2 board-b'],
  )
  assert.doesNotMatch(printed.join('') + ledger.join(''), /1111|2222/, 'no secret is shown or kept')
})

test('a board that could not be flashed keeps the identity that was begun for it', async (t) => {
  const { csv, boards, plug } = await fleet(t)
  const [first] = boards
  assert.ok(first)
  const { storage } = first.cable.board
  const write = storage.writeAligned.bind(storage)
  // Worn out: no bit is cleared any more where the script goes.
  storage.writeAligned = (at, data) => {
    if (data.length < 40) write(at, data)
  }
  const args = ['--fleet', csv, '--port', plug(0), '--wait', '0', '--config', join(first.folder, 'device.json')]
  const script = join(first.folder, 'script.js')
  writeFileSync(script, 'print("fleet")')
  const printed: string[] = []
  assert.equal((await flash([...args, '--script', script], around(printed)))?.slug, 'verify-failed')
  assert.match(readFileSync(`${csv}.ledger`, 'utf8'), /^\{"event":"claimed"[^\n]*"sw-1"[^\n]*\}\n$/)
  storage.writeAligned = write
  assert.equal((await flash([...args, '--script', script], around(printed)))?.slug, 'fleet-stopped')
  assert.match(printed.join(''), /this board is sw-1, begun before/)
  assert.match(printed.join(''), /1 of 3 flashed, 2 free\n/)
})

test('fleet-stopped: boards are left, and nobody says that the next one is there', { timeout: 30_000 }, async (t) => {
  const { csv, boards, plug } = await fleet(t)
  const script = join(boards[0]?.folder ?? '', 'script.js')
  writeFileSync(script, 'print("fleet")')
  const config = join(boards[0]?.folder ?? '', 'device.json')
  const args = (at: number) => [
    '--fleet',
    csv,
    '--port',
    plug(at),
    '--script',
    script,
    '--wait',
    '0',
    '--config',
    config,
  ]
  const cable = await cableTo(t, plug(0))
  const left = await flash(
    args(0).map((word) => (word === plug(0) ? cable.port : word)),
    around([]),
  )
  await cable.unplugged
  assert.deepEqual([left?.slug, left?.exitCode], ['fleet-stopped', 1])
  assert.match(left?.message ?? '', /: 1 of 3 flashed, 2 free$/)
  const silent = { confirm: () => Promise.resolve(undefined), choose: () => Promise.resolve(undefined) }
  assert.equal((await flash(args(1), around([], silent)))?.slug, 'fleet-stopped')
})
