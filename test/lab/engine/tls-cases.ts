import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { checkSet, startCloud, type Cloud } from './cloud.ts'
import { consoleCopy } from '../../local-platform/console-copy.ts'
import { deviceJson, identity } from './device-config.ts'
import { forge } from './forged.ts'
import type { GivenEngine } from './engines.ts'

/** Waits of up to a minute in seconds; a handshake still gets 0.7 s. */
const timeScale = 30
const reconnects = 20
/** A session that lasted for a minute of the device's time was a good one: no wait grows. (The clock is not scaled: it
 * still takes these ends for those of a stolen identity.) */
const goodSessionMs = 62_000 / timeScale
/** JsVars after all the reconnects may differ from those before by this share. */
const keptWithin = 0.02
const secondMs = 1000

/** TLS, on the builds that have it: against the local platform's own listener. */
export function tlsCases(engines: readonly GivenEngine[]): EngineCase[] {
  return engines
    .filter(({ modules }) => modules.includes('tls'))
    .flatMap((engine): EngineCase[] => [
      {
        name: `tls: ready, on and off; ${reconnects} reconnects leave as many JsVars, timers and sockets as before [${engine.name}]`,
        ...{ load: 'waits', aboutS: 60 },
        run: (bench) => reconnectOften(bench, engine),
      },
      {
        name: `tls: a handshake that never ends is tls-timeout after 20 s, one that fails tls-failed; then it is ready [${engine.name}]`,
        ...{ load: 'waits', aboutS: 40 },
        run: (bench) => handshakes(bench, engine),
      },
      {
        name: `tls: the console's parameters with "tls": true log in and switch [${engine.name}]`,
        ...{ load: 'waits', aboutS: 5 },
        run: (bench) => withParameters(bench, engine),
      },
      {
        name: `tls: README "verifies nobody": an expired certificate of another name, and one of another CA than \`ca\` says, are taken [${engine.name}]`,
        ...{ load: 'waits', aboutS: 8 },
        run: (bench) => verifiesNobody(bench, engine),
      },
    ])
}

/** A platform that speaks TLS, and no limit of logins. */
function startSecureCloud(bench: Bench): Promise<Cloud> {
  const caDirectory = mkdtempSync(join(tmpdir(), 'ca-'))
  bench.atEnd(() => rmSync(caDirectory, { recursive: true }))
  return startCloud(bench, { caDirectory, rules: { connectsPerMinute: 'unlimited', transport: 'tls' } })
}

async function reconnectOften(bench: Bench, engine: GivenEngine): Promise<void> {
  const cloud = await startSecureCloud(bench)
  const road = await Road.open(bench, cloud.port)
  const device = bench.device({ engine, timeScale, config: { port: road.port, tls: true } })
  await device.line(/I mqtt ready$/)
  await checkSet(cloud, device, 1)
  const before = await device.heldAtRest()
  for (let times = 0; times < reconnects; times++) {
    await new Promise((passed) => setTimeout(passed, goodSessionMs))
    road.cut()
    await device.line(/W mqtt (socket-closed|identity-stolen\b.*), retry in /)
    await device.line(/I mqtt ready$/, 30 * secondMs)
  }
  await checkSet(cloud, device, 0)
  const after = await device.heldAtRest()
  bench.figure(`jsVarsTls.${engine.name}`, after.vars)
  assert.deepEqual([after.timers, after.sockets], [1, 1], 'one timer, one socket')
  const message = `${after.vars} JsVars, ${before.vars} before ${reconnects} reconnects`
  assert.ok(Math.abs(after.vars - before.vars) <= keptWithin * before.vars, message)
  assert.deepEqual(device.said(/ E |MEMORY/), [])
}

async function handshakes(bench: Bench, engine: GivenEngine): Promise<void> {
  const cloud = await startSecureCloud(bench)
  const road = await Road.open(bench, cloud.port)
  // The first handshake meets silence, the second an alert: handshake_failure (RFC 5246 §7.2.2).
  road.next = [() => undefined, (socket) => socket.once('data', () => socket.end(Buffer.from('15030300020228', 'hex')))]
  const started = performance.now()
  const device = bench.device({ engine, config: { port: road.port, tls: true } })
  await device.line(/W mqtt tls-timeout, retry in /, 25 * secondMs)
  const waited = performance.now() - started
  assert.ok(waited > 19.5 * secondMs && waited < 23 * secondMs, `gave up after ${waited} ms`)
  await device.line(/W mqtt tls-failed, retry in /, 70 * secondMs)
  await device.line(/I mqtt ready$/, 70 * secondMs)
  await checkSet(cloud, device, 1)
  const { timers, sockets } = await device.heldAtRest()
  assert.deepEqual([timers, sockets], [1, 1], 'one timer, one socket')
}

async function withParameters(bench: Bench, engine: GivenEngine): Promise<void> {
  const cloud = await startSecureCloud(bench)
  const { aliyun: _none, ...rest } = JSON.parse(deviceJson({ port: cloud.port }).toString()) as { aliyun: unknown }
  const mqtt = { ...consoleCopy(identity, '127.0.0.1', cloud.port), tls: true }
  const device = bench.device({ engine, config: Buffer.from(JSON.stringify({ ...rest, mqtt })) })
  await device.line(/I mqtt ready$/)
  await checkSet(cloud, device, 1)
  await checkSet(cloud, device, 0)
  assert.deepEqual(device.said(/ E |MEMORY/), [])
}

/** Fails as soon as the engine verifies a certificate: then docs/security.md must say so. */
async function verifiesNobody(bench: Bench, engine: GivenEngine): Promise<void> {
  const cloud = await startCloud(bench)
  const wrong = forge('somebody.else.example', '2021-01-01')
  const other = forge('another CA', '2090-01-01')
  const server = createTlsServer(wrong, (socket) => {
    socket.on('error', () => socket.destroy())
    const onward = connect(cloud.port, '127.0.0.1').on('error', () => socket.destroy())
    socket.pipe(onward).pipe(socket)
  })
  server.on('connection', (socket: Socket) => bench.atEnd(() => socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  bench.atEnd(() => server.close())
  const { port } = server.address() as AddressInfo
  const ca = other.cert.replace(/-----.*-----|\n/g, '')
  for (const config of [
    { port, tls: true },
    { port, tls: true, ca },
  ]) {
    const device = bench.device({ engine, config })
    await device.line(/I mqtt ready$/)
    await device.stop()
  }
}

type Treatment = (socket: Socket) => unknown

/** A loopback port that forwards to another one, and can treat connections otherwise. */
class Road {
  /** What happens to the next connections instead of forwarding. */
  next: Treatment[] = []
  private readonly open = new Set<Socket>()

  private constructor(readonly port: number) {}

  static async open(bench: Bench, to: number): Promise<Road> {
    const server = createServer((socket) => road.take(socket, to))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const road = new Road((server.address() as AddressInfo).port)
    bench.atEnd(() => {
      road.cut()
      server.close()
    })
    return road
  }

  /** Ends every connection. */
  cut(): void {
    for (const socket of this.open) socket.destroy()
  }

  private take(socket: Socket, to: number): void {
    this.hold(socket)
    const treatment = this.next.shift()
    if (treatment !== undefined) return void treatment(socket)
    const onward = connect(to, '127.0.0.1')
    this.hold(onward)
    socket.on('close', () => onward.destroy())
    onward.on('close', () => socket.destroy())
    socket.pipe(onward).pipe(socket)
  }

  private hold(socket: Socket): void {
    this.open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.open.delete(socket))
  }
}
