import assert from 'node:assert/strict'
import { connect as connectTcp } from 'node:net'
import { test } from 'node:test'
import { createTcpTransport } from '../../tools/board/network/tcp-transport.ts'
import type { Pipe } from '../../tools/board/network/pipe.ts'
import { listenAsPeer } from './tcp-peer.ts'
import { connect, subscribe } from './test-client.ts'

test('the scripted peer serves TCP on real time: login, a property set cut in pieces, RST', async () => {
  const tcp = await listenAsPeer()
  const heard: string[] = []
  const pipe = await new Promise<Pipe>((open, fail) => {
    createTcpTransport().connect('127.0.0.1', tcp.port, false, (answer) =>
      typeof answer === 'string' ? fail(new Error(answer)) : open(answer),
    )
  })
  pipe.onData = (bytes) => heard.push(Buffer.from(bytes).toString('hex'))
  pipe.onReset = () => heard.push('reset')
  pipe.write(connect())
  await tcp.peer.next('connect')
  pipe.write(subscribe(1, 'a'))
  await tcp.peer.next('subscribe')
  const all = (): Buffer => Buffer.from(heard.join(''), 'hex')
  tcp.peer.current.chunks([1, 1], 5)
  tcp.peer.current.set('7', { PowerSwitch_1: 1 })
  while (!all().toString().includes('"version"')) await new Promise((turn) => setImmediate(turn))
  tcp.peer.assertStrict()
  tcp.peer.current.rst()
  while (heard.at(-1) !== 'reset') await new Promise((turn) => setImmediate(turn))
  await tcp.close()
})

test('over TCP, too, a broken rule is named and the connection reset, and FIN is answered with FIN', async () => {
  const tcp = await listenAsPeer()
  const socket = connectTcp(tcp.port, '127.0.0.1')
  socket.write(Buffer.from([0xc0, 0]))
  const code = await new Promise((heard) => socket.once('error', (error: NodeJS.ErrnoException) => heard(error.code)))
  assert.equal(code, 'ECONNRESET')
  assert.equal(tcp.peer.violations[0]?.statement, '[MQTT-3.1.0-1]')
  const second = connectTcp({ port: tcp.port, host: '127.0.0.1', allowHalfOpen: true })
  second.end(connect())
  second.resume()
  await new Promise<void>((ended) => second.once('end', ended))
  assert.equal(tcp.peer.current.isOpen, false)
  await tcp.close()
})
