import { refusal, type ApiAnswer, type ApiRequest, type Handler } from '../net/http-answer.ts'
import { createOpenApi, isOpenApiCall, unavailable } from '../openapi/openapi.ts'
import type { AccessKey } from '../openapi/access-key.ts'
import type { State } from '../store/state.ts'
import { UserError } from '../../command-line/user-error.ts'
import { createAuth } from './auth.ts'
import { boardRoutes } from './board-routes.ts'
import { controlRoutes } from './control-routes.ts'
import { deviceRoutes } from './device-routes.ts'
import { featureRoutes } from './feature-routes.ts'
import { createLive } from './live.ts'
import type { Returned } from './calls.ts'
import { BadCall, deviceOf, takeRoute, type ConsoleParts, type Routes } from './routes.ts'

/** The page's files, by path. */
export interface Page {
  /** Undefined when the page has no such file. */
  file(path: string): Promise<ApiAnswer | undefined>
}

export interface WebAppOptions extends ConsoleParts {
  readonly accessKey: AccessKey
  /** The password of the console; without it nobody is asked for one. */
  readonly password?: string | undefined
  readonly page: Page
  readonly state: Pick<State, 'history' | 'log' | 'whenStored' | 'trouble'>
}

const routes: Routes = { ...deviceRoutes, ...controlRoutes, ...featureRoutes, ...boardRoutes }

/** Everything behind the one HTTP address: the OpenAPI at `/` (signed), the console's calls below `/api/`, the page. */
export function createWebApp(options: WebAppOptions): Handler {
  const openApi = createOpenApi(options)
  const auth = createAuth(options.password, options.accessKey)

  async function call(request: ApiRequest): Promise<ApiAnswer> {
    const { path, method } = request
    if (path === '/api/session' && method === 'GET') {
      const session: Returned<'/api/session', 'GET'> = {
        needsPassword: auth.needsPassword,
        isAllowed: auth.isAllowed(request),
      }
      return { status: 200, body: session }
    }
    if (path === '/api/login' && method === 'POST') return auth.login(request)
    if (!auth.isAllowed(request)) return refusal(401, 'password-wanted', 'log in first')
    if (path === '/api/logout' && method === 'POST') return auth.logout(request)
    if (path === '/api/live' && method === 'GET') return live(request, options)
    return stored(() => takeRoute(routes, request, options))
  }

  /**
   * Makes a call, and resolves once everything so far is on disk. If the disk fails, nothing is done. Throws UserError.
   */
  async function stored(answer: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
    const trouble = options.state.trouble()
    if (trouble !== undefined) throw trouble
    const given = await answer()
    return new Promise((resolve, reject) => options.state.whenStored(() => resolve(given), reject))
  }

  return async (request) => {
    const { path } = request
    const isCall = path.startsWith('/api/')
    if (!isCall && !(path === '/' && isOpenApiCall(request))) return showPage(request, options.page)
    try {
      return await (isCall ? call(request) : stored(() => openApi(request)))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return isCall ? refusal(503, error.slug, error.message) : unavailable(error, request)
    }
  }
}

function live({ query }: ApiRequest, parts: ConsoleParts): ApiAnswer {
  if (!query.has('deviceName')) return createLive(parts, undefined)
  try {
    return createLive(parts, deviceOf(Object.fromEntries(query), parts))
  } catch (error) {
    if (!(error instanceof BadCall)) throw error
    return refusal(error.status, error.code, error.message)
  }
}

async function showPage({ method, path }: ApiRequest, page: Page): Promise<ApiAnswer> {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405, 'wrong-method', 'the page takes GET')
  return (await page.file(path)) ?? refusal(404, 'no-such-path', 'the page has no such file')
}
