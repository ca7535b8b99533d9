import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryNetwork, type MemoryPipe } from '../../../virtual/memory-network.ts'
import { createVirtualClock } from '../../../virtual/virtual-clock.ts'
import { Lan, type LanOptions } from './lan.ts'
import { checksum, decodeIp, decodeUdp, encodeIp, encodeUdp, etherFrame, etherTypes, protocols } from './packets.ts'
import { pseudoHeader } from './packets.ts'
import { decodeSegment, encodeSegment, flags, type Segment } from './tcp-segment.ts'

const boardMac = Uint8Array.of(0x28, 0xcd, 0xc1, 0, 0, 1)
const routerMac = Uint8Array.of(2, 0, 0, 0, 0, 0xfe)
const board = '192.0.2.7'
/** The first name that is asked for gets this address. */
const host = '198.18.0.1'
const nothing = new Uint8Array(0)

function setUp(options: LanOptions = {}) {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  const frames: Uint8Array[] = []
  const lan = new Lan(clock, network, options, (frame) => frames.push(frame))
  const pipes: MemoryPipe[] = []
  let heard = ''
  network.listen('broker.test', 1883, (pipe) => {
    pipes.push(pipe)
    pipe.onData = (bytes) => (heard += Buffer.from(bytes).toString('latin1'))
  })
  const sendIp = (protocol: number, to: string, body: Uint8Array): void => {
    const packet = encodeIp({ protocol, from: board, to, body })
    lan.sent(etherFrame(routerMac, boardMac, etherTypes.ip, packet))
  }
  const ask = (name: string): Uint8Array | undefined => {
    const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)])
    const query = Uint8Array.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, 1, 0, 1])
    sendIp(protocols.udp, '192.0.2.1', encodeUdp({ fromPort: 5000, toPort: 53, body: query }))
    return decodeUdp(decodeIp(frames.pop()?.subarray(14) ?? nothing)?.body ?? nothing)?.body
  }
  const send = (segment: Partial<Segment>): void => {
    const base = { fromPort: 50_000, toPort: 1883, sequence: 1000, acknowledged: 0, flags: flags.ack, window: 8000 }
    sendIp(protocols.tcp, host, encodeSegment({ ...base, data: nothing, ...segment }, board, host))
  }
  /** The segments that came since the last call. */
  const came = (): Segment[] =>
    frames.splice(0).flatMap((frame) => decodeSegment(decodeIp(frame.subarray(14))?.body ?? nothing) ?? [])
  /** Opens a connection; returns the sequence number that comes from the host first. */
  const open = (): number => {
    ask('broker.test')
    send({ sequence: 999, flags: flags.syn, mss: 1460 })
    clock.advance(5)
    const first = (came()[0]?.sequence ?? 0) + 1
    send({ acknowledged: first })
    return first
  }
  return { clock, network, lan, frames, pipes, heard: () => heard, sendIp, ask, send, came, open }
}

test('DHCP offers the address and confirms it, and refuses another', () => {
  const { lan, frames, sendIp } = setUp()
  const message = (kind: number, wanted: readonly number[]): number[] => {
    const body = new Uint8Array(300)
    body.set([1, 1, 6, 0, 1, 2, 3, 4])
    body.set([99, 130, 83, 99, 53, 1, kind, 50, 4, ...wanted, 255], 236)
    sendIp(protocols.udp, '255.255.255.255', encodeUdp({ fromPort: 68, toPort: 67, body }))
    return [...(decodeUdp(decodeIp(frames.pop()?.subarray(14) ?? nothing)?.body ?? nothing)?.body ?? [])]
  }
  const offer = message(1, [0, 0, 0, 0])
  assert.deepEqual(offer.slice(0, 8), [2, 1, 6, 0, 1, 2, 3, 4])
  assert.deepEqual([offer.slice(16, 20).join('.'), offer[242]], [board, 2])
  assert.equal(message(3, [192, 0, 2, 7])[242], 5)
  assert.equal(message(3, [192, 0, 2, 9])[242], 6)
  lan.dhcp = false
  assert.deepEqual(message(1, [0, 0, 0, 0]), [])
})

test('a name gets an address of its own, an unknown one the code 3, a silent server nothing', () => {
  const { ask } = setUp({ resolve: (name) => (name === 'no' ? 'unknown' : name === 'mute' ? 'silence' : 'known') })
  assert.equal(ask('broker.test')?.slice(-4).join('.'), '198.18.0.1')
  assert.equal(ask('other.test')?.slice(-4).join('.'), '198.18.0.2')
  assert.equal(ask('broker.test')?.slice(-4).join('.'), '198.18.0.1')
  assert.equal((ask('no')?.[3] ?? 0) & 15, 3)
  assert.equal(ask('mute'), undefined)
})

test('ARP tells the router for every address but the own', () => {
  const { lan, frames } = setUp()
  const ask = (target: readonly number[]): void => {
    const from = [0, 1, 8, 0, 6, 4, 0, 1, ...boardMac, 192, 0, 2, 7]
    lan.sent(etherFrame(routerMac, boardMac, etherTypes.arp, Uint8Array.from([...from, 0, 0, 0, 0, 0, 0, ...target])))
  }
  ask([192, 0, 2, 7])
  assert.equal(frames.length, 0)
  ask([192, 0, 2, 1])
  assert.deepEqual([...(frames[0]?.subarray(14 + 6, 14 + 18) ?? [])], [0, 2, ...routerMac, 192, 0, 2, 1])
})

test('a segment has the checksum of RFC 793', () => {
  const bytes = encodeSegment(
    { fromPort: 1, toPort: 2, sequence: 3, acknowledged: 4, flags: flags.ack, window: 5, data: Buffer.from('odd') },
    board,
    host,
  )
  assert.equal(checksum(pseudoHeader(board, host, protocols.tcp, bytes.length), bytes), 0)
})

test('bytes pass both ways, each acknowledged, and what came twice is passed on once', () => {
  const { clock, pipes, heard, send, came, open } = setUp()
  const first = open()
  send({ sequence: 1000, acknowledged: first, data: Buffer.from('ping') })
  send({ sequence: 1000, acknowledged: first, data: Buffer.from('ping more') })
  send({ sequence: 2000, acknowledged: first, data: Buffer.from('too early') })
  clock.advance(5)
  assert.equal(heard(), 'ping more')
  assert.deepEqual(
    came().map((one) => one.acknowledged),
    [1004, 1009, 1009],
  )
  pipes[0]?.write(Buffer.from('pong'))
  clock.advance(5)
  assert.deepEqual(
    came().map(({ sequence, data }) => [sequence - first, Buffer.from(data).toString()]),
    [[0, 'pong']],
  )
})

test('what is not acknowledged is sent again after 1 s, 2 s, 4 s', () => {
  const { clock, pipes, came, open } = setUp()
  open()
  pipes[0]?.write(Buffer.from('pong'))
  const at: number[] = []
  for (let ms = 0; ms < 8000; ms += 100) {
    clock.advance(100)
    if (came().some(({ data }) => Buffer.from(data).toString() === 'pong')) at.push(ms)
  }
  assert.deepEqual(at, [0, 1000, 3000, 7000])
})

test('no more is sent than the window takes, and the rest when it opens', () => {
  const { clock, pipes, send, came, open } = setUp()
  const first = open()
  const size = (): number => came().reduce((sum, { data }) => sum + data.length, 0)
  pipes[0]?.write(Buffer.alloc(9000))
  clock.advance(5)
  assert.equal(size(), 8000)
  send({ acknowledged: first + 8000, window: 0 })
  clock.advance(5)
  assert.equal(size(), 0)
  send({ acknowledged: first + 8000, window: 8000 })
  assert.equal(size(), 1000)
})

test('a peer that does not read closes the window, and reading opens it again', () => {
  const { clock, pipes, send, came, open } = setUp()
  const first = open()
  pipes[0]?.pause()
  let sequence = 1000
  let window = 8000
  for (let i = 0; i < 100 && window > 0; i++) {
    send({ sequence, acknowledged: first, data: Buffer.alloc(1000) })
    const [answer] = came()
    sequence = answer?.acknowledged ?? sequence
    window = answer?.window ?? 0
    clock.advance(1)
  }
  assert.equal(window, 0)
  pipes[0]?.resume()
  clock.advance(5)
  assert.equal(came().at(-1)?.window, 16_384)
})

test('FIN goes both ways, and then the connection is forgotten', () => {
  const { clock, lan, pipes, send, came, open } = setUp()
  const first = open()
  pipes[0]?.end()
  clock.advance(5)
  assert.equal(came()[0]?.flags, flags.fin | flags.ack)
  send({ acknowledged: first + 1 })
  let ended = 0
  if (pipes[0]) pipes[0].onEnd = () => ended++
  send({ acknowledged: first + 1, flags: flags.fin | flags.ack })
  clock.advance(5)
  assert.deepEqual([came()[0]?.acknowledged, ended, lan.open], [1001, 1, 0])
})

test('a refused port and a reset peer answer with RST, a black hole not at all', () => {
  const { clock, network, pipes, ask, send, came, open } = setUp()
  open()
  pipes[0]?.reset()
  clock.advance(5)
  assert.equal((came()[0]?.flags ?? 0) & flags.rst, flags.rst)
  ask('broker.test')
  network.script('broker.test', 1883, ['refused', 'black-hole'])
  send({ fromPort: 50_001, flags: flags.syn })
  clock.advance(5)
  assert.equal((came()[0]?.flags ?? 0) & flags.rst, flags.rst)
  send({ fromPort: 50_002, flags: flags.syn })
  clock.advance(60_000)
  assert.deepEqual(came(), [])
})
