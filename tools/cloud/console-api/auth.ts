import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { refusal, type ApiRequest, type JsonAnswer } from '../net/http-answer.ts'
import { isJsonObject, readJson } from '../model/json.ts'
import type { AccessKey } from '../openapi/access-key.ts'

/** Who may use the console's calls. Without a password that is everybody whom the gate lets in: this computer alone. */
export interface Auth {
  readonly needsPassword: boolean
  isAllowed(request: ApiRequest): boolean
  /** `{password}` -> a cookie. */
  login(request: ApiRequest): JsonAnswer
  logout(request: ApiRequest): JsonAnswer
}

const cookieName = 'console'
/** Wrong passwords per minute from one address. Other addresses are not affected. */
const mostFailures = 10
const minuteMs = 60_000
/** How many logins are remembered; then the oldest is forgotten. */
const mostSessions = 100

/** What the command line sends instead of a password. Only those who can read the local AccessKey can make it. */
export function controlToken(key: AccessKey): string {
  return createHmac('sha256', key.accessKeySecret).update('control').digest('hex')
}

export function createAuth(password: string | undefined, key: AccessKey, now = Date.now): Auth {
  const sessions = new Set<string>()
  const failures = new Map<string, number[]>()
  const bearer = `Bearer ${controlToken(key)}`
  const sessionOf = ({ headers }: ApiRequest) =>
    new RegExp(`(?:^|;\\s*)${cookieName}=([0-9a-f]{64})(?:;|$)`).exec(headers.cookie ?? '')?.[1] ?? ''
  const cookie = (value: string, more: string) => ({
    'set-cookie': `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict${more}`,
  })
  return {
    needsPassword: password !== undefined,
    isAllowed: (request) =>
      password === undefined ||
      sessions.has(sessionOf(request)) ||
      isEqual(request.headers.authorization ?? '', bearer),
    login({ body, address }) {
      for (const [from, times] of failures) {
        const recent = times.filter((at) => at > now() - minuteMs)
        if (recent.length > 0) failures.set(from, recent)
        else failures.delete(from)
      }
      const recent = failures.get(address) ?? []
      if (recent.length >= mostFailures) return refusal(429, 'too-many-tries', 'wait a minute')
      const given = readJson(body)
      const text = isJsonObject(given) && typeof given.password === 'string' ? given.password : ''
      if (password !== undefined && !isEqual(text, password)) {
        failures.set(address, [...recent, now()])
        return refusal(401, 'wrong-password', 'this is not the password')
      }
      const session = randomBytes(32).toString('hex')
      const [oldest] = sessions
      if (sessions.size >= mostSessions && oldest !== undefined) sessions.delete(oldest)
      sessions.add(session)
      return { status: 200, body: {}, headers: cookie(session, '') }
    },
    logout(request) {
      sessions.delete(sessionOf(request))
      return { status: 200, body: {}, headers: cookie('', '; Max-Age=0') }
    },
  }
}

/** Compares in a time that does not depend on where the texts differ or how long they are. */
function isEqual(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(one), hash(other))
}
