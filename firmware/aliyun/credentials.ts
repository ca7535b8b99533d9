import type { Bytes, Hash } from '../platform.ts'
import { hmacHex } from './hmac.ts'

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
  return hmacHex(hash, deviceSecret, timestamp ? content + ('timestamp' + timestamp) : content)
}

/** The constant that Aliyun's own C SDKs send (2050): a board has no clock, and none is asked for. */
const timestamp = '2524608000000'

/** The password that belongs to `clientIdOf`. */
export function sign(hash: Hash, deviceSecret: Bytes, deviceName: Bytes, productKey: Bytes): Bytes {
  return passwordFor(hash, deviceSecret, productKey + '.' + deviceName, deviceName, productKey, timestamp)
}

/**
 * The clientId that tells how `sign` has signed. `_ss=1` asks the platform to subscribe the system topics by itself.
 * @seldom
 */
export function clientIdOf(productKey: Bytes, deviceName: Bytes, tls: boolean): Bytes {
  const mode = '|securemode=' + (tls ? 2 : 3) + ',signmethod=hmacsha256,timestamp='
  return productKey + '.' + deviceName + mode + timestamp + ',_ss=1|'
}
