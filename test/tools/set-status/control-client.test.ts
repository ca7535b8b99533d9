import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createControlClient } from '../../../tools/set-status/control-client.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'secret' }

test('who takes the connection and never answers is no platform', async (t) => {
  const server = createServer((socket) => t.after(() => socket.destroy())).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = createControlClient(new URL(`http://127.0.0.1:${port}`), key, 20)
  await assert.rejects(client.devices(), { slug: 'no-platform', message: /timeout/ })
})

for (const [what, status, body] of [
  ['an error of its own', 500, '{"devices":[]}'],
  ['a list', 200, '[]'],
  ['a page', 200, '<html>'],
] as const) {
  test(`who answers with ${what} is no platform`, async (t) => {
    const server = createHttpServer((_request, response) => response.writeHead(status).end(body))
    t.after(() => (server.close(), server.closeAllConnections()))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const client = createControlClient(new URL(`http://127.0.0.1:${port}`), key)
    await assert.rejects(client.devices(), { slug: 'no-platform', hint: 'see --control' })
  })
}
