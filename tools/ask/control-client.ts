import { UserError } from '../command-line/user-error.ts'
import { controlToken } from '../cloud/console-api/auth.ts'
import type { DeviceStatus } from '../cloud/model/platform-types.ts'
import { isJsonObject, readJson } from '../cloud/model/json.ts'
import type { AccessKey } from '../cloud/openapi/access-key.ts'
import { speak } from '../command-line/language.ts'
import type { SetResult } from '../cloud/thing/set-calls.ts'

/** What the local platform tells beside the OpenAPI. */
export interface ControlClient {
  devices(): Promise<DeviceStatus[]>
  /** Waits for what becomes of a property set. */
  setResult(messageId: string): Promise<SetResult>
}

/** Longer than any property set is waited for. */
const resultMs = 60_000

/** Throws UserError no-platform when nobody, or somebody else, answers, or nothing comes within `answerMs`. */
export function createControlClient(origin: URL, key: AccessKey, answerMs = 10_000): ControlClient {
  return {
    async devices() {
      const { devices } = await ask<{ devices: DeviceStatus[] }>(origin, '/api/devices', key, answerMs)
      return devices
    },
    setResult(messageId) {
      return ask<SetResult>(origin, `/api/set-result?messageId=${encodeURIComponent(messageId)}`, key, resultMs)
    },
  }
}

async function ask<Answer>(origin: URL, path: string, key: AccessKey, withinMs: number): Promise<Answer> {
  const headers = { authorization: `Bearer ${controlToken(key)}` }
  const { ok, text } = await get(new URL(path, origin), { headers, signal: AbortSignal.timeout(withinMs) })
  const answer = readJson(text)
  const refused = isJsonObject(answer) && isJsonObject(answer.error) ? answer.error : undefined
  if (refused !== undefined) throw new UserError(String(refused.code), String(refused.message))
  // Whoever answers with an object and a 200 on this path is the platform, whose answers these are.
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
      speak`start one first: npm start`,
    )
  }
}
