/*
 * The device triple signed with EspruinoDocs' hmac module, as its comments have it: the key an ArrayBuffer, the message a
 * typed array. ES5, declared before use.
 */
import { SHA256 } from 'hmac'

function hex(digest) {
  var bytes = new Uint8Array(digest)
  var text = ''
  for (var i = 0; i < bytes.length; i++) text += (bytes[i] + 256).toString(16).substr(1)
  return text
}

function sign(deviceSecret, clientId, deviceName, productKey, timestamp) {
  var content = 'clientId' + clientId + 'deviceName' + deviceName + 'productKey' + productKey + 'timestamp' + timestamp
  return hex(SHA256(E.toArrayBuffer(deviceSecret)).digest(E.toUint8Array(content)))
}

global.signMany = function (count, deviceSecret, clientId, deviceName, productKey, timestamp) {
  var password = ''
  for (var i = 0; i < count; i++) password = sign(deviceSecret, clientId, deviceName, productKey, timestamp)
  print('~signed ' + password)
}
print('~loaded')
