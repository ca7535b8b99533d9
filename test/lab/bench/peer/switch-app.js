/*
 * The peer: the firmware's job written on EspruinoDocs' MQTT.js, for `npm run bench`. It does less than the firmware (no
 * Wi-Fi, no signing, no reconnect, no deadlines, no limit of what it sends or receives) and the same work a message.
 * ES5, declared before use: the engine does not hoist. Make it faster or smaller, and the comparison gets better.
 */
import { connect } from 'MQTT'

// host, port, client_id, username, password as MQTT.js wants them, signed elsewhere; and `device`: "/productKey/deviceName/"
var options = JSON.parse(require('Storage').read('peer.json'))
var device = options.device
var setTopic = '/sys' + device + 'thing/service/property/set'
var replyTopic = setTopic + '_reply'
var postTopic = '/sys' + device + 'thing/event/property/post'
var getTopic = device + 'user/get'
var on = 0
var postId = 0
var postIsDue = false
var mqtt

function post() {
  postIsDue = false
  mqtt.publish(
    postTopic,
    '{"id":"' +
      ++postId +
      '","version":"1.0","params":{"PowerSwitch_1":' +
      on +
      '},"method":"thing.event.property.post"}',
  )
}

// One post for all that changes within a slot of 250 ms, as long as the firmware's. To put it off further while sets keep
// coming makes a third of the posts in a burst, and was no faster: what that costs a set eats what it saves.
function postSoon() {
  if (postIsDue) return
  postIsDue = true
  setTimeout(post, 250)
}

function onSet(payload) {
  var message
  try {
    message = JSON.parse(payload)
  } catch (error) {
    return
  }
  var id = message.id
  if (id === undefined) return
  var value = message.params.PowerSwitch_1
  var code = 460
  if (value === 0 || value === 1) {
    code = 200
    if (on !== value) {
      on = value
      digitalWrite(D2, value)
    }
  }
  mqtt.publish(replyTopic, '{"id":"' + id + '","code":' + code + ',"data":{}}')
  postSoon()
}

function onPublish(packet) {
  if (packet.topic === setTopic) onSet(packet.message)
  else if (packet.topic === getTopic) print('user get "' + packet.message + '"')
}

function onConnected() {
  mqtt.subscribe(setTopic, { qos: 1 })
  mqtt.subscribe(getTopic, { qos: 1 })
  postSoon()
}

digitalWrite(D2, 0)
mqtt = connect(options)
mqtt.on('connected', onConnected)
mqtt.on('publish', onPublish)
