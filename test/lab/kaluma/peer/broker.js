// The platform's side: it answers as the attempt says, and does its steps.

var attemptsSoFar = 0

function nextAttempt() {
  var attempts = scenario.attempts
  return attempts[Math.min(attemptsSoFar++, attempts.length - 1)]
}

/** A packet: first byte, remaining length, what follows. */
function packet(first, body) {
  return packetHead(first, body.length) + body
}

function packetHead(first, length) {
  var text = String.fromCharCode(first)
  do {
    text += String.fromCharCode((length & 127) | (length > 127 ? 128 : 0))
    length >>= 7
  } while (length)
  return text
}

function lengthAndText(text) {
  return String.fromCharCode(text.length >> 8, text.length & 255) + text
}

/** What precedes the payload in a PUBLISH. */
function publishHead(topic, qos) {
  return lengthAndText(topic) + (qos ? '\x12\x34' : '')
}

/** Takes what the device wrote, and answers each packet that is complete. */
function receive(connection, bytes) {
  if (connection.isSilent) return
  connection.received += bytes
  for (;;) {
    var received = connection.received
    var length = 0
    var at = 1
    var byte
    do {
      if (at >= received.length) return
      byte = received.charCodeAt(at)
      length |= (byte & 127) << (7 * (at - 1))
      at++
    } while (byte > 127)
    if (received.length < at + length) return
    connection.received = received.substr(at + length)
    answer(connection, received.charCodeAt(0), received.substr(at, length))
  }
}

function answer(connection, first, body) {
  var attempt = connection.attempt
  var type = first >> 4
  var packetId = body.substr(0, 2)
  if (type === 1 && attempt.connack !== 'never') {
    send(connection, '\x20\x02\0' + String.fromCharCode(attempt.connack || 0))
    // One that refuses closes.
    if (attempt.connack)
      later(5, function () {
        finish(connection)
      })
  }
  if (type === 8 && attempt.suback !== 'never') {
    send(connection, packet(0x90, packetId + String.fromCharCode(attempt.suback === undefined ? 1 : attempt.suback)))
    if (!connection.hasSubscribed) beginSteps(attempt.onReady, connection)
    connection.hasSubscribed = true
  }
  if (type === 3 && first & 2) {
    var topicEnd = 2 + ((body.charCodeAt(0) << 8) | body.charCodeAt(1))
    send(connection, '\x40\x02' + body.substr(topicEnd, 2))
  }
  if (type === 12 && attempt.pingresp !== false) send(connection, '\xd0\0')
}

/** Does steps one after the other, each so long after the one before. */
function beginSteps(steps, connection, at) {
  var step = steps && steps[at || 0]
  if (!step) return
  later(step.afterMs || 0, function () {
    doStep(step, connection)
    beginSteps(steps, connection, (at || 0) + 1)
  })
}

function doStep(step, connection) {
  if (step.set !== undefined) send(connection, packet(0x30, publishHead(scenario.setTopic, 0) + step.set))
  if (step.bytes !== undefined) send(connection, unescape(step.bytes))
  if (step.sets) sendSets(connection, step.sets.count, step.sets.bytes)
  if (step.big) sendBig(connection, step.big.bytes, step.big.qos)
  if (step.peer === 'fin') finish(connection)
  if (step.peer === 'rst') reset(connection)
  if (step.peer === 'silent' || step.peer === 'deaf') fallSilent(connection)
  if (step.networks) {
    tell('air')
    air = step.networks
  }
  if (step.press !== undefined) press(step.press)
  if (step.heap) tellHeap(step.heap)
  if (step.arrivals) tellArrivals()
  if (step.end) {
    checkWatchdog()
    end()
  }
}

/** Property sets of so many bytes of payload, one behind the other in one stream: on, off, on ... */
function sendSets(connection, count, bytes) {
  var made = 0
  var text = ''
  sendStream(connection, function () {
    while (text.length < segmentBytes && made < count) {
      var head = '{"method":"thing.service.property.set","id":"' + (5000 + made) + '","params":{"PowerSwitch_1":'
      var payload = head + ((made + 1) & 1) + '},"other":"'
      var tail = '","version":"1.0.0"}'
      while (payload.length + tail.length < bytes) payload += 'x'
      text += packet(0x30, publishHead(scenario.setTopic, 0) + payload + tail)
      made++
    }
    var length = Math.min(segmentBytes, text.length)
    for (var at = 0; at < length; at++) segment[at] = text.charCodeAt(at)
    text = text.substr(length)
    return length
  })
}

/** One PUBLISH with a payload of so many bytes. */
function sendBig(connection, bytes, qos) {
  var head = publishHead(scenario.setTopic, qos)
  var text = packetHead(qos ? 0x32 : 0x30, head.length + bytes) + head
  var left = bytes
  sendStream(connection, function () {
    var at = 0
    for (; at < text.length; at++) segment[at] = text.charCodeAt(at)
    text = ''
    var filler = Math.min(segmentBytes - at, left)
    for (var each = 0; each < filler; each++) segment[at + each] = 120
    left -= filler
    return at + filler
  })
}

beginSteps(scenario.steps)
later(scenario.untilMs, end)
