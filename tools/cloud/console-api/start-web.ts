import { UserError } from '../../command-line/user-error.ts'
import { isLoopbackName } from '../net/http-gate.ts'
import { serveHttp, type HttpServer } from '../net/http-server.ts'
import type { AccessKey } from '../openapi/access-key.ts'
import { createSetBook } from '../openapi/set-book.ts'
import type { Platform } from '../platform/platform.ts'
import type { State } from '../store/state.ts'
import type { TlsIdentity } from '../net/tls-identity.ts'
import type { BoardFeed } from './board-feed.ts'
import { buildPage } from './build-page.ts'
import { createPage } from './page.ts'
import { createTrafficRing } from './traffic-ring.ts'
import { speak } from '../../command-line/language.ts'
import { createWebApp } from './web-app.ts'

export interface WebOptions {
  readonly platform: Platform
  readonly state: State
  readonly accessKey: AccessKey
  readonly host: string
  readonly port: number
  /** The same over HTTPS, in addition. */
  readonly https?: { readonly port: number; readonly identity: TlsIdentity } | undefined
  /** Required if `host` is not loopback. */
  readonly password?: string | undefined
  readonly mqtt: { readonly host: string; readonly port: number }
  /** Filled as boards start. */
  readonly boards: readonly BoardFeed[]
}

/** The shortest password, characters, when the console is open to the network. */
const shortestPassword = 8

export interface Web {
  readonly port: number
  readonly httpsPort: number | undefined
  close(): Promise<void>
}

/** Serves OpenAPI and console. Throws UserError password-wanted, port-busy and its like. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { platform, host, port, https, password } = options
  const isOpen = !isLoopbackName(host.includes(':') ? `[${host}]` : host)
  if (isOpen && (password ?? '').length < shortestPassword) {
    const hint = speak`set CLOUD_CONSOLE_PASSWORD to one of at least ${shortestPassword} characters`
    throw new UserError('password-wanted', speak`the console on ${host} needs a password`, hint)
  }
  const traffic = createTrafficRing(platform)
  const app = createWebApp({
    ...options,
    ...{ traffic, sets: createSetBook(platform), page: createPage(buildPage) },
  })
  const plain = await serveHttp({ host, port, flag: '--control-port' }, app)
  const close = async (secure?: HttpServer) => {
    traffic.close()
    await Promise.all([plain.close(), secure?.close()])
  }
  try {
    const secure = https === undefined ? undefined : await serveHttp({ ...https, host, flag: '--https-port' }, app)
    return {
      port: plain.port,
      httpsPort: secure?.port,
      close: () => close(secure),
    }
  } catch (error) {
    await close()
    throw error
  }
}
