import type { Bytes, Hash } from '../platform.ts'
import { hmacHex } from './hmac.ts'

/** What CONNECT carries to be let in, and whose topics these are. */
export interface Credentials {
  readonly clientId: Bytes
  readonly username: Bytes
  readonly password: Bytes
}

/**
 * The password of a unique certificate per device: hex HMAC-SHA256, keyed with the deviceSecret, over names and values
 * in alphabetical order without separators (help.aliyun.com/document_detail/73742). `clientId` is the part before the
 * first bar; `timestamp` is left out of the content when it is ''.
 */
export function passwordFor(
  hash: Hash,
  deviceSecret: Bytes,
  clientId: Bytes,
  deviceName: Bytes,
  productKey: Bytes,
  timestamp: Bytes,
): Bytes {
  const content = 'clientId' + clientId + 'deviceName' + deviceName + 'productKey' + productKey
  return hmacHex(hash, deviceSecret, timestamp ? content + 'timestamp' + timestamp : content)
}

/**
 * Device triple -> CONNECT's three strings. `_ss=1` asks the platform to subscribe the system topics by itself. The
 * timestamp is the constant that Aliyun's own C SDKs send (2050): a board has no clock, and none is asked for.
 */
export function sign(
  hash: Hash,
  deviceSecret: Bytes,
  deviceName: Bytes,
  productKey: Bytes,
  tls: boolean | undefined,
): Credentials {
  const timestamp = '2524608000000'
  const clientId = productKey + '.' + deviceName
  return {
    clientId: clientId + '|securemode=' + (tls ? 2 : 3) + ',signmethod=hmacsha256,timestamp=' + timestamp + ',_ss=1|',
    username: deviceName + '&' + productKey,
    password: passwordFor(hash, deviceSecret, clientId, deviceName, productKey, timestamp),
  }
}
