import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { startPlatform } from '../../../tools/cloud/start-platform.ts'
import type { FollowingSurroundings } from '../../../tools/command-line/surroundings.ts'
import { runCommand } from '../../../tools/run/run-command.ts'
import { watchSources } from '../../../tools/run/watch-sources.ts'
import { around, desk, errorOf, identity, type Desk } from '../flash/desk.ts'

/** Runs `npm run run` on a board; `until` resolves when something was printed that fits. */
function run(one: Desk, ...args: string[]) {
  const printed: string[] = []
  const waiting: (() => void)[] = []
  const ending = new AbortController()
  const surroundings: FollowingSurroundings = {
    ...around(printed),
    ...{ color: false, signal: ending.signal },
    print(text) {
      printed.push(text)
      for (const look of waiting) look()
    },
  }
  const config = join(one.folder, 'device.json')
  const ended = errorOf(runCommand(['--port', one.port, '--config', config, ...args], surroundings))
  const until = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      const look = () => pattern.test(printed.join('')) && resolve()
      waiting.push(look)
      look()
    })
  return { config, printed, until, ended, stop: () => ending.abort() }
}

/** Sends the first character of the line behind `ready` together with that, and the rest when `goesOn` resolves. */
function splitBehindReady({ cable }: Desk, goesOn: Promise<void>): void {
  const { onOutput } = cable
  let held = ''
  let isOver = false
  const send = (text: string): void => onOutput(Buffer.from(text, 'latin1'))
  cable.onOutput = (bytes) => {
    if (isOver && held === '') return onOutput(bytes)
    held += Buffer.from(bytes).toString('latin1')
    const [first] = /^[^]* I mqtt ready\r\n[^0]*0/.exec(held) ?? []
    if (isOver) return
    if (first === undefined) {
      if (/ I mqtt ready\r\n/.test(held)) return
      send(held)
      held = ''
      return
    }
    isOver = true
    send(first)
    held = held.slice(first.length)
    void goesOn.then(() => {
      send(held)
      held = ''
    })
  }
}

async function boardAndCloud(t: TestContext): Promise<Desk> {
  const cloud = await startPlatform({ devices: [identity], port: 0, controlPort: 0 })
  t.after(() => cloud.close())
  return desk(t, { cloudPort: cloud.mqttPort })
}

test(
  'the log goes on where flashing stopped to read: not one character of the next line is lost',
  { timeout: 60_000 },
  async (t) => {
    const one = await boardAndCloud(t)
    const running = run(one, '--watch')
    splitBehindReady(one, running.until(/^ready +after/m))
    await running.until(/I thing {"PowerSwitch_1":0}\n/)
    assert.match(running.printed.join(''), /\nready +after [\d.]+ s\n\d{5}\.\d{3} I thing {"PowerSwitch_1":0}\n/)

    // Its time alone will do.
    utimesSync(running.config, 1, 1)
    await running.until(/note +\S+device\.json changed\n/)
    running.stop()
    assert.equal(await running.ended, undefined)
  },
)

test('without --watch a bad configuration is told before a port is opened', async (t) => {
  const one = await desk(t)
  writeFileSync(join(one.folder, 'device.json'), '{}')
  assert.equal((await run({ ...one, port: 'tcp://127.0.0.1:1' }).ended)?.slug, 'config-invalid')
})

test('a change is told by the names of the files, once for all that an editor does, and not of what it keeps for itself', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'watch-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const files = await new Promise<readonly string[]>((resolve) => {
    const stop = watchSources(join(folder, 'no', 'device.json'), resolve, [], folder)
    t.after(stop)
    for (const name of ['.a.ts.swp', 'a.ts~', '4913', 'a.ts', 'b.json', 'a.ts']) writeFileSync(join(folder, name), '')
  })
  assert.deepEqual([...files].sort(), [join(folder, 'a.ts'), join(folder, 'b.json')])
})
