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

/** The answer to a call whose message did not leave; success would say that it was sent. `more` goes behind the text. */
export function unsentError(outcome: Unsent, more = ''): OpenApiError {
  const [code, message] = codes[outcome]
  return new OpenApiError(code, message + more)
}

/** The outcome that an answered code stands for; undefined for any other. */
export function unsentOf(code: string | undefined): Unsent | undefined {
  return (['offline', 'rate-limited', 'not-subscribed'] as const).find((outcome) => codes[outcome][0] === code)
}
