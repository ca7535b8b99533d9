import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createServedFiles } from '../../../../tools/cloud/wire/served-files.ts'
import { createVirtualClock } from '../../../virtual/virtual-clock.ts'

async function start(t: TestContext) {
  const clock = createVirtualClock()
  const files = createServedFiles(clock)
  const server = createServer((request, response) => void (files.answer(request, response) || response.end('other')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => void server.close())
  const { port } = server.address() as AddressInfo
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method })
    return [response.status, await response.text()]
  }
  return { clock, files, ask }
}

test('a file is there for 30 min under a name that nobody can guess, and any other path is not of it', async (t) => {
  const { clock, files, ask } = await start(t)
  const [first, second] = [files.put('{"a":1}'), files.put('{"a":1}')]
  assert.match(first, /^\/config\/[0-9a-f]{32}\.json$/)
  assert.notEqual(first, second)
  clock.advance(30 * 60_000 - 1)
  assert.deepEqual(await ask(first), [200, '{"a":1}'])
  assert.deepEqual(await ask(first, 'HEAD'), [200, ''])
  assert.deepEqual(await ask(first, 'POST'), [405, ''])
  assert.deepEqual(await ask(`${first}x`), [404, ''])
  assert.deepEqual(await ask('/mqtt'), [200, 'other'])
  clock.advance(1)
  assert.deepEqual(await ask(first), [404, ''])
})

test('of more than 1000 links the newest are kept', async (t) => {
  const { files, ask } = await start(t)
  const paths = Array.from({ length: 1001 }, (_, at) => files.put(String(at)))
  assert.deepEqual(await ask(paths[0] ?? ''), [404, ''])
  assert.deepEqual(await ask(paths[1] ?? ''), [200, '1'])
  assert.deepEqual(await ask(paths[1000] ?? ''), [200, '1000'])
})
