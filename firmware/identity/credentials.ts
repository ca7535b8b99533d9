import type { Bytes, Hash } from '../platform/platform.ts'
import { hmacHex } from './hmac.ts'

/**
 * Returns the password of a device with its own deviceSecret: hex HMAC-SHA256, keyed with the deviceSecret, over names
 * and values in alphabetical order without separators (help.aliyun.com/document_detail/73742). `clientId` is the part
 * before the first bar; a `timestamp` of '' is left out of the content.
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

/** The timestamp that Aliyun's own C SDKs send (2050): a board has no clock, and the platform asks for no true time. */
const timestamp = '2524608000000'

/** Returns the password that goes with the clientId of `clientIdOf`. */
export function sign(hash: Hash, deviceSecret: Bytes, deviceName: Bytes, productKey: Bytes): Bytes {
  return passwordFor(hash, deviceSecret, productKey + '.' + deviceName, deviceName, productKey, timestamp)
}

/** Undefined, and gone from the script, where the application listens to no RRPC on custom topics. */
export let asksExt: true | undefined

/** From now on the clientId asks for RRPC on custom topics. @seldom */
export function askExt(): void {
  asksExt = true
}

/**
 * Returns the clientId, which names the secure mode, the sign method and the timestamp that `sign` used. `_ss=1` asks the
 * platform to subscribe the device to its system topics, `ext=1` for RRPC on custom topics. @seldom
 */
export function clientIdOf(productKey: Bytes, deviceName: Bytes, tls: boolean): Bytes {
  const mode = '|securemode=' + (tls ? 2 : 3) + ',signmethod=hmacsha256,timestamp='
  return productKey + '.' + deviceName + mode + timestamp + (asksExt ? ',_ss=1,ext=1|' : ',_ss=1|')
}
