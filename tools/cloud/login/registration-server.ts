import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { answerRegistration, type RegistrationBook } from './dynamic-registration.ts'
import { requestLimits } from '../net/http-server.ts'
import { readBody } from '../net/read-body.ts'
import { listenWith, type TcpListener } from '../../tcp/tcp-listener.ts'
import type { TlsIdentity } from '../net/tls-identity.ts'

/** The longest form, bytes; a real one has less than 300. */
const longestBodyBytes = 4096
const path = '/auth/register/device'

/** Serves `POST /auth/register/device`, over HTTPS when there is an identity. */
export async function listenRegistration(
  { host, port, identity }: { host: string; port: number; identity?: TlsIdentity },
  book: RegistrationBook,
): Promise<TcpListener> {
  const answer: RequestListener = (request, response) => {
    const send = (status: number, body: object): void => {
      const headers = { 'content-type': 'application/json; charset=utf-8', connection: 'close' }
      response.writeHead(status, headers).end(JSON.stringify(body))
    }
    const [asked] = (request.url ?? '').split('?', 1)
    if (asked !== path || request.method !== 'POST') return send(404, { code: 404, message: `there is POST ${path}` })
    void readBody(request, longestBodyBytes).then((form) => {
      if (form === undefined) send(413, { code: 460, message: 'request parameter error' })
      else send(200, answerRegistration(new URLSearchParams(form), book))
    })
  }
  const server =
    identity === undefined
      ? createServer(requestLimits(), answer)
      : createSecureServer({ ...identity, ...requestLimits() }, answer)
  const listener = await listenWith(server, { host, port, flag: '--register-port' })
  return {
    port: listener.port,
    close() {
      const closed = listener.close()
      server.closeAllConnections()
      return closed
    },
  }
}
