/** The two names that make a device: unique together, for the platform as for its users. */
export interface DeviceName {
  readonly productKey: string
  readonly deviceName: string
}

/** The product key and name alone: what may go into an event or a response, without the secret. */
export function nameOf({ productKey, deviceName }: DeviceName): DeviceName {
  return { productKey, deviceName }
}

export function isSameDevice(one: DeviceName, other: DeviceName): boolean {
  return one.productKey === other.productKey && one.deviceName === other.deviceName
}

/** Characters of a deviceName. Aliyun's console makes none that is shorter or longer. */
export const deviceNameLength = { shortest: 4, longest: 32 } as const

/**
 * A whole deviceName, as the source of a regular expression, for an HTML form as well (which is why the hyphen is escaped).
 * No bar, ampersand, slash or wildcard: they would break the clientId, the user name or the topics.
 */
export const deviceNamePattern = String.raw`[A-Za-z0-9_.:@\-]{${deviceNameLength.shortest},${deviceNameLength.longest}}`

/** The same in words, for whoever gave another one. */
export const deviceNameWanted = `${deviceNameLength.shortest} to ${deviceNameLength.longest} of A-Z a-z 0-9 _ . : @ -`

const wholeDeviceName = new RegExp(`^${deviceNamePattern}$`)

/**
 * What Aliyun takes as a deviceName, and so each tool: where a device is made, and where a file, a list or a flag names
 * one. A device that is stored already is not judged again.
 */
export function isDeviceName(text: string): boolean {
  return wholeDeviceName.test(text)
}
