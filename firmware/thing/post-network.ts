import { rssi } from '../platform/espruino.ts'
import { request } from './request.ts'
import { settle, type Callback } from './requests.ts'
import { timeMs } from './time.ts'
import { wantFilter } from './to-link.ts'

/**
 * Posts how strong the Wi-Fi is that the board is in, in dBm, with the time where it is known. `callback` gets the platform's
 * reply once, or { code: 0 } without one: `not posted` without Wi-Fi, and where the board does not know. Blocks a Pico W for 2 s
 * (help.aliyun.com/document_detail/140585). @seldom
 */
export function postNetwork(callback?: Callback): void {
  const strength = rssi()
  const time = timeMs()
  wantFilter('/sys/{}/_thing/diag/post_reply')
  if (strength! < 0)
    request(
      '_thing/diag/post',
      '{"p":{"wifi":{"rssi":' +
        strength +
        '}' +
        (time ? ',"_time":' + time : '') +
        '},"model":"quantity=single|format=simple|time=now"}',
      callback,
    )
  else if (callback) settle([callback], { code: 0, message: 'not posted' })
}
