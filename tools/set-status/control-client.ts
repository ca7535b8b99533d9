import { UserError } from '../command-line/user-error.ts'
import { controlToken } from '../cloud/console-api/auth.ts'
import type { Returned } from '../cloud/console-api/calls.ts'
import type { DeviceStatus } from '../cloud/model/device-status.ts'
import { isJsonObject, readJson } from '../cloud/model/json.ts'
import type { AccessKey } from '../cloud/openapi/access-key.ts'
import type { SetResult } from '../cloud/model/outcomes.ts'
import { speak } from '../command-line/language.ts'

/** What the local platform offers in addition to the OpenAPI. */
export interface ControlClient {
  devices(): Promise<readonly DeviceStatus[]>
  /** Waits until it is known what became of a property set. */
  setResult(messageId: string): Promise<SetResult>
}

/** Longer than the platform waits for any property set. */
const resultMs = 60_000

/**
 * Its calls throw UserError no-platform if the platform cannot be reached, or nothing sensible comes within `answerMs`.
 */
export function createControlClient(origin: URL, key: AccessKey, answerMs = 10_000): ControlClient {
  return {
    async devices() {
      const { devices } = await ask<Returned<'/api/devices', 'GET'>>(origin, '/api/devices', key, answerMs)
      return devices
    },
    setResult(messageId) {
      const path = `/api/set-result?messageId=${encodeURIComponent(messageId)}`
      return ask<Returned<'/api/set-result', 'GET'>>(origin, path, key, resultMs)
    },
  }
}

async function ask<Answer>(origin: URL, path: string, key: AccessKey, withinMs: number): Promise<Answer> {
  const headers = { authorization: `Bearer ${controlToken(key)}` }
  const { ok, text } = await get(new URL(path, origin), { headers, signal: AbortSignal.timeout(withinMs) })
  const answer = readJson(text)
  const refused = isJsonObject(answer) && isJsonObject(answer.error) ? answer.error : undefined
  if (refused !== undefined) throw new UserError(String(refused.code), String(refused.message))
  // Whatever sends a 200 and an object for this path is the platform, so the object has its type.
  if (ok && isJsonObject(answer)) return answer as Answer
  throw new UserError(
    'no-platform',
    speak`what answers at ${origin.origin} is not the local platform`,
    speak`see --control`,
  )
}

async function get(url: URL, how: RequestInit): Promise<{ ok: boolean; text: string }> {
  try {
    const response = await fetch(url, how)
    return { ok: response.ok, text: await response.text() }
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new UserError(
      'no-platform',
      speak`no local platform at ${url.origin} (${reason})`,
      speak`start one first: npm start, or npm run cloud`,
    )
  }
}
