import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { test } from 'node:test'
import { listenError, listenTcp, listenWith } from '../../../tools/tcp/tcp-listener.ts'

for (const [code, slug, hint] of [
  ['EADDRINUSE', 'port-busy', /or use --port$/],
  ['EACCES', 'port-denied', /above 1023: --port$/],
  ['EADDRNOTAVAIL', 'host-unknown', /--host 127\.0\.0\.1/],
  ['ENOTFOUND', 'host-unknown', /--host 127\.0\.0\.1/],
] as const) {
  test(`${code} of a listener is ${slug}, and says what to do`, () => {
    const error = listenError(Object.assign(new Error('listen'), { code }), '192.0.2.1', 80, '--port')
    assert.throws(
      () => {
        throw error
      },
      { slug, hint },
    )
  })
}

test('any other error of a listener stays what it is', () => {
  const error = Object.assign(new Error('listen'), { code: 'EMFILE' })
  assert.equal(listenError(error, '127.0.0.1', 80, '--port'), error)
})

test('a listener that ends accepts nobody, and leaves open who is there', async (t) => {
  const sockets: NodeJS.EventEmitter[] = []
  const listener = await listenTcp('127.0.0.1', 0, '--port', (socket) => sockets.push(socket), assert.fail)
  const client = connect(listener.port, '127.0.0.1')
  t.after(() => client.destroy())
  await once(client, 'connect')
  const closed = listener.close()
  const late = connect(listener.port, '127.0.0.1')
  assert.equal((await once(late, 'error'))[0].code, 'ECONNREFUSED')
  assert.equal(client.destroyed, false)
  client.end()
  await closed
})

test('a port that another has is port-busy with its number', async (t) => {
  const { port, close } = await listenWith(createServer(), { host: '127.0.0.1', port: 0, flag: '--port' })
  t.after(close)
  const again = listenWith(createServer(), { host: '127.0.0.1', port, flag: '--tls-port' })
  await assert.rejects(again, { slug: 'port-busy', message: `port ${port} on 127.0.0.1 is taken`, hint: /--tls-port$/ })
})
