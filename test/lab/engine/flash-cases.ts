import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { boards } from '../../../tools/board-kinds/boards.ts'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { flashCommand } from '../../../tools/flash/flash-command.ts'
import { install } from '../../../tools/install/install.ts'
import { makeStorageImage } from '../../../tools/image/storage-image.ts'
import { askLink } from '../../../tools/serial/ask-board.ts'
import { EspruinoLink } from '../../../tools/serial/espruino-link.ts'
import { endIdleThread } from '../../../tools/serial/espruino-thread.ts'
import { openPort } from '../../../tools/serial/open-port.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { startCloud, type Cloud } from './cloud.ts'
import { ConsoleBridge } from '../../../tools/engine/console-bridge.ts'
import { identity } from './device-config.ts'
import type { GivenEngine } from './engines.ts'

/** Name and password with all characters that are easily damaged on their way. */
const wifi = { ssid: '客厅 "é\\', password: 'pass"wört\\n ' } as const
const oldScript = Buffer.from('print("~old script")')
/** The flash of the engine's Linux build. */
const flashShape = { pageBytes: 1024, pages: 256 }

/** Flashing through the interpreter's own console, and images made offline. */
export function flashCases(online: readonly GivenEngine[]): EngineCase[] {
  const names = online.map(({ name }) => name).join(', ')
  return [
    {
      name: `flash: over the console into flash, verified, ready; starts from it after a power cut, too [${names}]`,
      ...{ load: 'waits', aboutS: 60 },
      run: (bench) => flashAll(bench, online),
    },
    {
      name: `flash: an upload that is cut leaves the old script starting [${names}]`,
      ...{ load: 'waits', aboutS: 60 },
      run: (bench) => cutAll(bench, online),
    },
    {
      name: `flash: what others left in Storage, an image of save() among it, starts no more [${names}]`,
      ...{ load: 'waits', aboutS: 100 },
      run: (bench) => clearAll(bench, online),
    },
    {
      name: `image: made offline, it boots and is ready [${names}]`,
      ...{ load: 'waits', aboutS: 10 },
      run: (bench) => bootImages(bench, online),
    },
  ]
}

/** A build without the library `net`, as the Pico W's is today. */
export function refusalCases(offline: readonly GivenEngine[]): EngineCase[] {
  return offline.map((engine) => ({
    name: `flash: says wrong-board where there is no network library [${engine.name}]`,
    ...{ load: 'waits', aboutS: 4 },
    run: (bench) => refuse(bench, engine),
  }))
}

export interface Desk {
  readonly cable: ConsoleBridge
  readonly config: string
  flash(...args: string[]): Promise<void>
}

/** An interpreter on a cable, which runs `script`, and a configuration for the cloud at that port. */
export async function startDesk(
  bench: Bench,
  { executable }: GivenEngine,
  cloudPort: number,
  script: Buffer = oldScript,
): Promise<Desk> {
  const flash = new FlashStorage(flashShape)
  flash.write('.bootcde', script)
  const cable = await ConsoleBridge.start(executable, { image: flash.image() })
  const folder = mkdtempSync(join(tmpdir(), 'flash-'))
  const config = configText(cloudPort)
  const file = join(folder, 'device.json')
  writeFileSync(file, config, { mode: 0o600 })
  bench.atEnd(endIdleThread)
  bench.atEnd(() => rmSync(folder, { recursive: true }))
  bench.atEnd(() => cable.stop())
  const around = { environment: {}, print: () => undefined, warn: () => undefined }
  const flags = ['--port', cable.port, '--config', file, '--wait', '30']
  return { cable, config, flash: (...args) => flashCommand([...flags, ...args], around) }
}

function configText(port: number): string {
  const aliyun = { ...identity, host: '127.0.0.1', port }
  return JSON.stringify({ wifi, aliyun, switches: { PowerSwitch_1: { pin: 'D2' } } })
}

async function flashAll(bench: Bench, engines: readonly GivenEngine[]): Promise<void> {
  for (const engine of engines) {
    // A cloud each: one device may not connect more than five times in a minute.
    const cloud = await startCloud(bench)
    const { cable, config, flash } = await startDesk(bench, engine, cloud.port)
    await flash()
    assert.deepEqual(textOf(cable, '.bootcde'), bench.firmware.script, `${engine.name}: the script in its flash`)
    assert.deepEqual(textOf(cable, 'device.json'), config, `${engine.name}: the configuration, byte for byte`)
    assert.equal(cable.read('sw.new') ?? cable.read('device.new'), undefined, 'nothing is left behind')
    assert.ok(cable.starts >= 2, 'rebooted')
    await answersSet(cloud, engine)
    const before = cloud.count('online')
    await cable.powerCycle()
    await cloud.until(() => cloud.count('online') > before)
    await cable.stop()
  }
}

async function answersSet(cloud: Cloud, { name }: GivenEngine): Promise<void> {
  const result = await cloud.set(1)
  assert.equal(result.outcome, 'answered', `${name}: ${JSON.stringify(result)}`)
}

/** Cuts the cable after some bytes, which the interpreter still gets. */
async function cutAll(bench: Bench, engines: readonly GivenEngine[]): Promise<void> {
  for (const engine of engines) {
    const { cable } = await startDesk(bench, engine, 1)
    const script = Buffer.from(bench.firmware.script)
    // A byte of the script takes some 2.7 on the cable: at the start, in the middle, before the end.
    for (const cutAfter of [0.05, 1.2, 2.5].map((share) => Math.round(share * script.length))) {
      await cutUpload(cable, script, cutAfter)
      await cable.powerCycle()
      assert.deepEqual(Buffer.from(cable.read('.bootcde') ?? []), oldScript, `${engine.name}, cut after ${cutAfter}`)
    }
    await cable.stop()
  }
}

async function cutUpload(cable: ConsoleBridge, script: Uint8Array, cutAfter: number): Promise<void> {
  const port = await openPort(cable.port)
  const write = port.write.bind(port)
  let left = cutAfter
  port.write = async (bytes) => {
    await write(bytes.subarray(0, left))
    left -= bytes.length
    if (left < 0) throw new UserError('port-lost', 'cut')
  }
  const hooks = {
    mayReplace: () => Promise.resolve(false),
    onLayout: () => undefined,
    onNote: () => undefined,
    onUpload: () => ({ onProgress: () => undefined, onRetry: () => undefined }),
    onVerified: () => assert.fail(`the upload ended before ${cutAfter} bytes`),
  }
  const link = await EspruinoLink.over(port)
  await assert.rejects(install(link, { script, config: Buffer.from('{}'), storageAddress: undefined }, hooks), {
    slug: 'port-lost',
  })
  await link.end()
  await port.close()
}

/** Scripts that the engine starts beside `.bootcde` or in its place. */
const otherScripts = ['.bootPowerOn', '.boot0', '.boot1', '.boot2', '.boot3', '.bootrst']

async function clearAll(bench: Bench, engines: readonly GivenEngine[]): Promise<void> {
  for (const engine of engines) {
    const cloud = await startCloud(bench)
    const { cable, flash } = await startDesk(bench, engine, cloud.port)
    await leaveOthers(cable)
    const before = await startsWith(cable, otherScripts.length + 1)
    assert.deepEqual(before.sort(), ['.varimg', ...otherScripts].sort(), `${engine.name}: all of it starts`)

    const error = await flash().then(() => undefined, (reason: unknown) => reason) // prettier-ignore
    assert.ok(error instanceof UserError && error.slug === 'boot-files', `${engine.name}: ${String(error)}`)
    await flash('--yes')
    const left = cable.storage().list()
    assert.deepEqual(left.filter((name) => ['.varimg', ...otherScripts].includes(name)), [], engine.name) // prettier-ignore
    const online = cloud.count('online')
    const said: string[] = []
    await heard(cable, said, () => cloud.until(() => cloud.count('online') > online))
    assert.doesNotMatch(said.join(''), /~other/, `${engine.name}: ours alone`)
    await cable.stop()
  }
}

/** Makes such files as a user may have left them: the image by save() at the prompt, the scripts as files. */
async function leaveOthers(cable: ConsoleBridge): Promise<void> {
  const port = await openPort(cable.port)
  const link = await EspruinoLink.over(port)
  await link.evaluate("require('Storage').erase('.bootcde')", 6_000)
  await link.evaluate("[setInterval(function(){print('~other .varimg~')},50),setTimeout(save,1)]", 6_000)
  while (cable.read('.varimg') === undefined) await askLink(link, '1')
  for (const name of otherScripts)
    await link.evaluate(`require('Storage').write('${name}','print("~other ${name}~")')`, 6_000)
  await link.end()
  await port.close()
}

/** Returns what starts after the power comes back, until so many have started. */
async function startsWith(cable: ConsoleBridge, count: number): Promise<string[]> {
  const said: string[] = []
  const names = (): string[] => [
    ...new Set([...said.join('').matchAll(/~other (\.\w+)~/g)].map(([, name = '']) => name)),
  ]
  await heard(cable, said, async () => {
    for (let looks = 0; looks < 100 && names().length < count; looks++) await wait(50)
  })
  return names()
}

/** Cuts the power and notes what the board says after that, until `enough` resolves. */
async function heard(cable: ConsoleBridge, said: string[], enough: () => Promise<unknown>): Promise<void> {
  const port = await openPort(cable.port)
  await cable.powerCycle()
  port.onData = (bytes) => said.push(Buffer.from(bytes).toString('latin1'))
  await enough()
  await port.close()
}

async function bootImages(bench: Bench, engines: readonly GivenEngine[]): Promise<void> {
  const cloud = await startCloud(bench)
  const content = { script: Buffer.from(bench.firmware.script), config: Buffer.from(configText(cloud.port)) }
  const image = await makeStorageImage(boards.linux.builds[0], content)
  for (const { executable } of engines) {
    const before = cloud.count('online')
    const cable = await ConsoleBridge.start(executable, { image })
    bench.atEnd(() => cable.stop())
    await cloud.until(() => cloud.count('online') > before)
    assert.equal(textOf(cable, 'device.json'), content.config.toString())
    await cable.stop()
  }
}

async function refuse(bench: Bench, engine: GivenEngine): Promise<void> {
  const { cable, flash } = await startDesk(bench, engine, 1)
  await assert.rejects(flash(), { slug: 'wrong-board', exitCode: 2 })
  assert.deepEqual(Buffer.from(cable.read('.bootcde') ?? []), oldScript)
}

export function textOf(cable: ConsoleBridge, name: string): string {
  return Buffer.from(cable.read(name) ?? []).toString('utf8')
}
