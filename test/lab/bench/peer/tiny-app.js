/*
 * The same on EspruinoDocs' tinyMQTT. It has no client id of one's own, no packet above 127 bytes and no SUBACK; its event
 * brings topic and message.
 */
import { create } from 'tinyMQTT'

var options = JSON.parse(require('Storage').read('peer.json'))
var setTopic = '/sys' + options.device + 'thing/service/property/set'
var getTopic = options.device + 'user/get'
var on = 0
digitalWrite(D2, 0)
var mqtt = create(options.host, options)

mqtt.on('message', function (packet) {
  if (packet.topic === setTopic) {
    try {
      var value = JSON.parse(packet.message).params.PowerSwitch_1
      if (on !== value) {
        on = value
        digitalWrite(D2, value)
      }
    } catch (error) {
      // Not JSON.
    }
  } else if (packet.topic === getTopic) print('user get "' + packet.message + '"')
})
mqtt.on('connected', function () {
  mqtt.subscribe(setTopic)
  mqtt.subscribe(getTopic)
})
mqtt.connect()
