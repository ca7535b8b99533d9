import { makeDemoDevice } from './demo-device.ts'
import { sectionOf, type Section } from './section.ts'

/** The productKey of the identities that npm start makes. */
export const demoProduct = makeDemoDevice(0).aliyun.productKey

/**
 * Returns how a configuration logs in when it would log in to Aliyun as a device of npm start, which Aliyun does not know;
 * undefined for any other configuration. A local platform may know such a device.
 */
export function demoAtAliyun(config: Section): 'aliyun' | 'mqtt' | undefined {
  const aliyun = sectionOf(config.aliyun)
  if (aliyun?.productKey === demoProduct && isAliyun(aliyun.host)) return 'aliyun'
  const mqtt = sectionOf(config.mqtt)
  if (String(mqtt?.username).endsWith(`&${demoProduct}`) && isAliyun(mqtt?.mqttHostUrl)) return 'mqtt'
  return undefined
}

/** Whether a host is Aliyun's; without a host the region's is used. */
function isAliyun(host: unknown): boolean {
  return typeof host !== 'string' || host.endsWith('.aliyuncs.com')
}
