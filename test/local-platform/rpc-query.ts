import { createHmac } from 'node:crypto'
import { accessKey, plug } from './official-client.ts'

export const timestamp = () => new Date().toISOString().replace(/\.\d+/, '')

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

/** The classic RPC signature, as Aliyun's documentation describes it: HMAC-SHA1 over the sorted parameters. */
export function rpcQuery(method: string, changes: Record<string, string> = {}): string {
  const parameters: Record<string, string> = {
    ...{ Action: 'GetDeviceStatus', Version: '2018-01-20', Format: 'JSON', AccessKeyId: accessKey.accessKeyId },
    ...{ SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0', SignatureNonce: String(Math.random()) },
    ...{ Timestamp: timestamp(), ProductKey: plug.productKey, DeviceName: plug.deviceName, Odd: "a b+c*d~e'(f)!中" },
    ...changes,
  }
  const query = Object.keys(parameters)
    .sort()
    .map((key) => `${encode(key)}=${encode(parameters[key] ?? '')}`)
    .join('&')
  const text = `${method}&%2F&${encode(query)}`
  const signature = createHmac('sha1', `${accessKey.accessKeySecret}&`).update(text).digest('base64')
  return `${query}&Signature=${encode(signature)}`
}
