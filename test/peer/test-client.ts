import { Buffer } from 'node:buffer'
import type { Pipe } from '../../tools/board/network/pipe.ts'
import { createMemoryNetwork, type MemoryNetwork } from '../virtual/memory-network.ts'
import { packet } from './mqtt-bytes.ts'
import { ScriptedPeer, type PeerOptions } from './scripted-peer.ts'
import { createVirtualClock, type VirtualClock } from '../virtual/virtual-clock.ts'

/** A scripted peer on a network in memory, and a client that writes whatever bytes a test wants. 1 ms one way. */
export interface Bench {
  clock: VirtualClock
  network: MemoryNetwork
  peer: ScriptedPeer
  /** Opens a stream and lets it arrive; returns the client's end, whose chunks are also in `heard`. */
  open(): Pipe
  /** Writes one chunk and lets it and the answer arrive. */
  write(...bytes: readonly (Uint8Array | readonly number[])[]): void
  /** Every chunk, 'end' and 'reset' that the newest client got: hex, with its time. */
  heard: string[]
}

export function createBench(options: PeerOptions = {}): Bench {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  const peer = new ScriptedPeer(clock, options)
  network.listen('broker', 1883, peer.accept)
  let client: Pipe | undefined
  const heard: string[] = []

  function open(): Pipe {
    network.connect('broker', 1883, false, (answer) => (client = typeof answer === 'string' ? undefined : answer))
    clock.advance(2)
    if (client === undefined) throw new Error('the stream did not open')
    client.onData = (bytes) => heard.push(`${clock.now()} ${Buffer.from(bytes).toString('hex')}`)
    client.onEnd = () => heard.push(`${clock.now()} end`)
    client.onReset = () => heard.push(`${clock.now()} reset`)
    return client
  }

  return {
    clock,
    network,
    peer,
    heard,
    open,
    write(...bytes) {
      client ??= open()
      client.write(Buffer.concat(bytes.map((part) => Buffer.from(part))))
      clock.advance(2)
    },
  }
}

/** Two bytes of length, then the text as UTF-8 (§1.5.3). */
export function text(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
}

export interface ConnectFields {
  protocolName?: string
  level?: number
  /** Default: username, password, cleanSession. */
  flags?: number
  keepAliveS?: number
  /** What follows the keepAlive. Default: clientId, username, password. */
  payload?: readonly Uint8Array[]
  firstByte?: number
}

/** Returns a CONNECT, valid unless the options say otherwise, of the device `switch` of the product `product`. */
export function connect({
  protocolName = 'MQTT',
  level = 4,
  flags = 0xc2,
  keepAliveS = 60,
  payload = [text('id'), text('switch&product'), text('secret')],
  firstByte = 0x10,
}: ConnectFields = {}): Buffer {
  const fixed = Buffer.from([level, flags, keepAliveS >> 8, keepAliveS & 0xff])
  return packet(firstByte, Buffer.concat([text(protocolName), fixed, ...payload]))
}

/** Returns a SUBSCRIBE to one topic filter, valid unless the arguments say otherwise. */
export function subscribe(packetId: number, topicFilter: string, qos = 1, firstByte = 0x82): Buffer {
  const id = Buffer.from([packetId >> 8, packetId & 0xff])
  return packet(firstByte, Buffer.concat([id, text(topicFilter), Buffer.from([qos])]))
}
