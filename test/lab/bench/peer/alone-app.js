/* EspruinoDocs' MQTT.js alone: loaded, connected, subscribed, and nothing done with what comes. */
import { connect } from 'MQTT'

var options = JSON.parse(require('Storage').read('peer.json'))
var mqtt = connect(options)
mqtt.on('connected', function () {
  mqtt.subscribe('/sys' + options.device + 'thing/service/property/set', { qos: 1 })
})
