import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { test } from 'node:test'
import { chaosCommand } from '../../../tools/chaos/chaos-command.ts'

/** Starts the tool; `output` grows with both its streams. */
function start(...flags: string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/chaos.ts', ...flags])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => (output += bytes.toString()))
  return { child, output: () => output }
}

async function untilOutput(tool: ReturnType<typeof start>, wanted: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = wanted.exec(tool.output())
    if (found !== null) return found
    if (tool.child.exitCode !== null) assert.fail(`ended without ${String(wanted)}:\n${tool.output()}`)
    if (tool.child.stdout !== null) await Promise.race([once(tool.child.stdout, 'data'), once(tool.child, 'close')])
  }
}

async function echoServer(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return { server, port: address.port }
}

test('npm run chaos stands between TCP ends, prints a line an event, and ends cleanly on Ctrl-C', async () => {
  const { server, port } = await echoServer()
  const tool = start('--listen', '0', '--to', `127.0.0.1:${port}`, '--seed', '7')
  const [, listenPort] = await untilOutput(tool, /chaos +127\.0\.0\.1:(\d+) -> .* --seed 7\n/)
  const socket: Socket = connect(Number(listenPort), '127.0.0.1')
  socket.write('hello')
  const [echo]: unknown[] = await once(socket, 'data')
  assert.equal(String(echo), 'hello')
  await untilOutput(tool, /\d{5}\.\d{3} I chaos {2}#1 opened\n/)
  const ended = once(socket, 'error')
  tool.child.kill('SIGINT')
  const [[code]] = await Promise.all([once(tool.child, 'close'), ended])
  assert.equal(code, 0)
  assert.match(tool.output(), /#1 closed by rst, up 5 B, down 5 B\n$/)
  server.close()
})

test('npm run chaos explains itself, and says in one line and a hint what is wrong with its flags', async () => {
  let printed = ''
  const run = (...args: string[]): Promise<void> => chaosCommand(args, (text) => (printed += text))
  await run('--help')
  assert.match(printed, /^usage: npm run chaos -- --listen PORT --to HOST:PORT/)
  const missing = { slug: 'flag-missing', message: '--to is missing', hint: 'npm run chaos -- --help' }
  await assert.rejects(run('--listen', '1'), missing)
  const address = { slug: 'bad-flag', message: '--to host is no address', hint: 'wanted: HOST:PORT' }
  await assert.rejects(run('--to', 'host'), address)
})
