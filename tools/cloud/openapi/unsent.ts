import { OpenApiError } from './call.ts'

/** Why a message for a device was not sent at all. */
export type Unsent = 'offline' | 'rate-limited' | 'not-subscribed' | 'stopped'

/** OFFLINE and TIMEOUT are documented for services, the others are ours. */
const codes: Readonly<Record<Unsent, readonly [code: string, message: string]>> = {
  offline: ['iot.messagebroker.OFFLINE', 'Failed because the device is offline.'],
  'rate-limited': ['iot.messagebroker.RateLimit', 'Failed because of rate limit.'],
  'not-subscribed': ['iot.messagebroker.NotSubscribed', 'Failed because the device has not subscribed to the topic.'],
  stopped: ['iot.messagebroker.OFFLINE', 'Failed because the platform ends.'],
}

/**
 * The error of a call whose message was not sent, as success would mean that it was. `more` is appended to its text.
 */
export function unsentError(outcome: Unsent, more = ''): OpenApiError {
  const [code, message] = codes[outcome]
  return new OpenApiError(code, message + more)
}

/** The outcome that an error code of the OpenAPI stands for; undefined for any other code. */
export function unsentOf(code: string | undefined): Unsent | undefined {
  return (['offline', 'rate-limited', 'not-subscribed'] as const).find((outcome) => codes[outcome][0] === code)
}
