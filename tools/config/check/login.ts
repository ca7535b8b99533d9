/** The two ways to log in, as device.json calls them: the device triple, or what the console copied. */
export type Login = 'aliyun' | 'mqtt'

/** Ports that speak TLS alone at Aliyun; its 1883 takes both. */
export const tlsPorts: readonly number[] = [443, 8883]

/** The way that a configuration logs in. */
export const loginOf = ({ mqtt }: { readonly mqtt?: unknown }): Login => (mqtt === undefined ? 'aliyun' : 'mqtt')

/** Whether a login goes to Aliyun; `host` is its own, which a device triple need not have. */
export function isAliyunHost(login: Login, host: unknown): boolean {
  return (login === 'aliyun' && host === undefined) || String(host).endsWith('.aliyuncs.com')
}
