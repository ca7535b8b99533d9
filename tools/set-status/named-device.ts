import { existsSync } from 'node:fs'
import { readConfigValue } from '../config/file/config-file.ts'
import { sectionOf } from '../config/check/section.ts'

/** The names in a device.json, and where its device connects; '' for what it does not say. */
export interface NamedDevice {
  readonly productKey: string
  readonly deviceName: string
  readonly region: string
  readonly instanceId: string
}

const nobody: NamedDevice = { productKey: '', deviceName: '', region: '', instanceId: '' }

/**
 * Reads the names in a device.json, for either way to log in. The rest of the file need not be right. If there is no
 * file, all names are empty. Throws UserError config-missing and config-invalid for one that cannot be read.
 */
export function readNamedDevice(file: string): NamedDevice {
  if (!existsSync(file)) return nobody
  const { aliyun, mqtt } = sectionOf(readConfigValue(file)) ?? {}
  if (aliyun === undefined) return ofLogin(textsOf(mqtt))
  const { productKey = '', deviceName = '', region = '', instanceId = '' } = textsOf(aliyun)
  return { productKey, deviceName, region, instanceId }
}

/** The names in `deviceName&productKey`, and the region or instance in either of Aliyun's forms of a host. */
function ofLogin({ username = '', mqttHostUrl = '' }: Readonly<Record<string, string>>): NamedDevice {
  const [deviceName = '', productKey = ''] = username.split('&')
  const [, region = ''] = /\.iot-as-mqtt\.([\w-]+)\.aliyuncs\.com$/.exec(mqttHostUrl) ?? []
  const [, instanceId = ''] = /^([\w-]+)\.mqtt\.iothub\.aliyuncs\.com$/.exec(mqttHostUrl) ?? []
  return { productKey, deviceName, region, instanceId }
}

function textsOf(section: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(sectionOf(section) ?? {})
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
