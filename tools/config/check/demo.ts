import { makeDemoDevice } from './demo-device.ts'
import { sectionOf, type Section } from './section.ts'

/** The product of the identities that npm start makes up. */
export const demoProduct = makeDemoDevice(0).aliyun.productKey

/**
 * The login of a configuration that asks Aliyun for a device of npm start, which Aliyun does not know; undefined for any
 * other. A platform of one's own may know it.
 */
export function demoAtAliyun(config: Section): 'aliyun' | 'mqtt' | undefined {
  const aliyun = sectionOf(config.aliyun)
  if (aliyun?.productKey === demoProduct && isAliyun(aliyun.host)) return 'aliyun'
  const mqtt = sectionOf(config.mqtt)
  if (String(mqtt?.username).endsWith(`&${demoProduct}`) && isAliyun(mqtt?.mqttHostUrl)) return 'mqtt'
  return undefined
}

/** Without a host it is the region's. */
function isAliyun(host: unknown): boolean {
  return typeof host !== 'string' || host.endsWith('.aliyuncs.com')
}
