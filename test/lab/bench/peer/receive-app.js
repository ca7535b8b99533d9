/*
 * The least that can be done with a property set on EspruinoDocs' MQTT.js: parse it, drive the pin. No reply, no post, no
 * check. ES5, declared before use.
 */
import { connect } from 'MQTT'

var options = JSON.parse(require('Storage').read('peer.json'))
var setTopic = '/sys' + options.device + 'thing/service/property/set'
var getTopic = options.device + 'user/get'
var on = 0
digitalWrite(D2, 0)
var mqtt

function onPublish(packet) {
  if (packet.topic === setTopic) {
    try {
      var value = JSON.parse(packet.message).params.PowerSwitch_1
      if (on !== value) {
        on = value
        digitalWrite(D2, value)
      }
    } catch (error) {
      print(error)
    }
  } else print('user get "' + packet.message + '"')
}

function onConnected() {
  mqtt.subscribe(setTopic, { qos: 1 })
  mqtt.subscribe(getTopic, { qos: 1 })
}

mqtt = connect(options)
mqtt.on('connected', onConnected)
mqtt.on('publish', onPublish)
