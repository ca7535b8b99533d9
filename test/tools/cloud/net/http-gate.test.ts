import assert from 'node:assert/strict'
import { request, type IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { isLoopbackName, stopAtGate } from '../../../../tools/cloud/net/http-gate.ts'
import { serveHttp } from '../../../../tools/cloud/net/http-server.ts'

interface Asked {
  readonly host?: string
  readonly origin?: string
  readonly type?: string
  readonly method?: string
  readonly url?: string
  readonly dialled?: string
}

/** The code of the refusal of a request to a computer that is called desk, too; undefined if it may pass. */
function codeOf({ host, origin, type, method = 'POST', url = '/api/x', dialled = '127.0.0.1' }: Asked) {
  const headers = { host, origin, 'content-type': type }
  const incoming = { headers, method, url, socket: { localAddress: dialled } } as unknown as IncomingMessage
  const refused = stopAtGate(incoming, ['desk'])
  return Object(refused?.body).error?.code as string | undefined
}

const json = { type: 'application/json' }

for (const [asked, code] of [
  [{ host: 'localhost:8080' }, undefined],
  [{ host: '127.0.0.1' }, undefined],
  [{ host: '[::1]:8080' }, undefined],
  [{ host: 'desk:8080' }, undefined],
  [{ host: '192.0.2.1:8080', dialled: '192.0.2.1' }, undefined],
  [{ host: '192.0.2.1:8080', dialled: '::ffff:192.0.2.1' }, undefined],
  [{ host: '[2001:db8::1]', dialled: '2001:db8::1' }, undefined],
  [{ host: '192.0.2.2:8080', dialled: '192.0.2.1' }, 'host-refused'],
  [{ host: 'desk.evil.example' }, 'host-refused'],
  [{ host: '127.0.0.1@evil.example' }, 'host-refused'],
  [{ host: '' }, 'host-refused'],
  [{}, 'host-refused'],
  [{ host: 'desk:8080', origin: 'http://desk:8080' }, undefined],
  [{ host: 'DESK:8080', origin: 'https://desk:8080' }, undefined],
  [{ host: 'desk:8080', origin: 'http://desk:8081' }, 'origin-refused'],
  [{ host: 'desk:8080', origin: 'null' }, 'origin-refused'],
] as const) {
  test(`a request of ${JSON.stringify(asked)} ${code === undefined ? 'may pass' : `is ${code}`}`, () => {
    assert.equal(codeOf({ ...json, ...asked }), code)
  })
}

for (const [asked, code] of [
  [{ type: 'application/json; charset=utf-8' }, undefined],
  [{ type: 'APPLICATION/JSON' }, undefined],
  [{ type: 'application/jsonp' }, 'not-json'],
  [{ type: 'text/plain; application/json' }, 'not-json'],
  [{}, 'not-json'],
  [{ method: 'GET' }, undefined],
  [{ url: '/?Action=x' }, undefined],
  [{ url: '//' }, 'not-json'],
] as const) {
  test(`a call of ${JSON.stringify(asked)} ${code === undefined ? 'may pass' : `is ${code}`}`, () => {
    assert.equal(codeOf({ host: 'localhost', ...asked }), code)
  })
}

test('only names that cannot be anything but this computer are loopback', () => {
  const names = ['localhost', '127.0.0.1', '127.1.2.3', '[::1]', '127.0.0.1.x', '1127.0.0.1', '128.0.0.1', 'xlocalhost']
  assert.deepEqual(names.map(isLoopbackName), [true, true, true, true, false, false, false, false])
})

interface Got {
  readonly status: number | undefined
  readonly text: string
  readonly length: string | undefined
  readonly connection: string | undefined
}

/** A request to a server that gives back how long the body was that came in. */
async function ask(port: number, method: string, path: string, body = '') {
  const headers = { 'content-type': 'application/json', 'content-length': body.length, connection: 'keep-alive' }
  return new Promise<Got>((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (incoming) => {
      let text = ''
      incoming.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      const { statusCode: status } = incoming
      const { 'content-length': length, connection } = incoming.headers
      incoming.on('end', () => resolve({ status, text, length, connection }))
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

test('a call has 64 KB, a call of the OpenAPI 512 KB, and HEAD is answered without a body', async (t) => {
  const where = { host: '127.0.0.1', port: 0, flag: '--control-port' }
  const server = await serveHttp(where, ({ body }) => Promise.resolve({ status: 200, body: [body.length] }))
  t.after(() => server.close())
  for (const [path, most] of [
    ['/api/x', 64 * 1024],
    ['/', 512 * 1024],
  ] as const) {
    assert.equal((await ask(server.port, 'POST', path, 'x'.repeat(most))).text, `[${most}]`)
    const refused = await ask(server.port, 'POST', path, 'x'.repeat(most + 1))
    assert.deepEqual([refused.status, refused.connection], [413, 'close'])
  }
  const { status, text, length } = await ask(server.port, 'HEAD', '/')
  assert.deepEqual([status, text, length], [200, '', '3'])
})
