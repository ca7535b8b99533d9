import { createHmac } from 'node:crypto'

const timestamp = '1700000000000'

/** The MQTT connection parameters that the console copies for a device, signed here. */
export function consoleCopy(
  device: { readonly productKey: string; readonly deviceName: string; readonly deviceSecret: string },
  mqttHostUrl: string,
  port: number,
) {
  const { productKey, deviceName, deviceSecret } = device
  const clientId = `${productKey}.${deviceName}`
  const content = `clientId${clientId}deviceName${deviceName}productKey${productKey}timestamp${timestamp}`
  return {
    clientId: `${clientId}|securemode=2,signmethod=hmacsha256,timestamp=${timestamp}|`,
    username: `${deviceName}&${productKey}`,
    passwd: createHmac('sha256', deviceSecret).update(content).digest('hex'),
    mqttHostUrl,
    port,
  }
}
