/** The two ways to log in, by their keys in device.json: the device triple, or the console's one-click copy. */
export type Login = 'aliyun' | 'mqtt'

/** Ports of Aliyun that speak only TLS; its 1883 takes both. */
export const tlsPorts: readonly number[] = [443, 8883]

/** Returns the way in which a configuration logs in. */
export const loginOf = ({ mqtt }: { readonly mqtt?: unknown }): Login => (mqtt === undefined ? 'aliyun' : 'mqtt')

/** Whether a login goes to Aliyun; `host` is undefined where the configuration names none. */
export function isAliyunHost(login: Login, host: unknown): boolean {
  return (login === 'aliyun' && host === undefined) || String(host).endsWith('.aliyuncs.com')
}
