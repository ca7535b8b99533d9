import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createBoard } from '../../../tools/board/board.ts'
import { createRealClock } from '../../../tools/time/real-clock.ts'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'

/** Runs a script on real time and TCP until it prints `done`. */
async function runReal(script: string): Promise<string[]> {
  const lines: string[] = []
  await new Promise<void>((resolve) => {
    const board = createBoard({
      ...{ script, profile: 'linux', clock: createRealClock(), transport: createTcpTransport() },
      onPrint(line) {
        if (line !== 'done') return void lines.push(line)
        board.powerOff('reset')
        resolve()
      },
    })
    board.boot()
  })
  return lines
}

test('talks real TCP: bytes there and back, then the end', async () => {
  const server = createServer((socket) =>
    socket.on('data', (data: Buffer) => socket.end(Buffer.from(data.map((b) => b ^ 1)))),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const lines =
    await runReal(`var s=require("net").connect({host:"127.0.0.1",port:${port}},function(){s.write("\\xfe\\x00")});
    s.on("data",function(d){print(d.charCodeAt(0),d.charCodeAt(1))});s.on("close",function(e){print("close",e);print("done")})`)
  server.close()
  assert.deepEqual(lines, ['255 1', 'close false'])
})

test('a refusal that only shows later comes as an error event', async () => {
  const lines = await runReal(`var s=require("net").connect({host:"127.0.0.1",port:1});
    s.on("error",function(e){print(e.code)});s.on("close",function(e){print("close",e);print("done")})`)
  assert.deepEqual(lines, ['-9', 'close true'])
})

test('TLS that meets something else ends the connection', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const lines = await runReal(`var s=require("tls").connect({host:"127.0.0.1",port:${port}},function(){print("tcp")});
    s.on("data",function(){print("data")});s.on("close",function(){print("close");print("done")})`)
  server.close()
  assert.deepEqual(lines, ['tcp', 'close'])
})
