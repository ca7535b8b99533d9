/** The return codes of CONNACK (MQTT 3.1.1 §3.2.2.3), in the words of the standard. */
export const returnCodes = {
  1: 'unacceptable protocol version',
  2: 'identifier rejected',
  3: 'server unavailable',
  4: 'bad user name or password',
  5: 'not authorized',
} as const

export type ReturnCode = keyof typeof returnCodes

export function isReturnCode(value: unknown): value is ReturnCode {
  return typeof value === 'number' && Object.hasOwn(returnCodes, value)
}
