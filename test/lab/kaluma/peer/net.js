// global.__netdev. Synchronous; the outcome of a call is in errno, 0 or -1. Nobody is told of a refusal, a reset or a timeout.

var fdsMost = 16
/** lwIP's connections: one that was reset is freed, one whose peer is silent is not. */
var connectionsMost = 5
var sendBufferBytes = 11680
/** lwIP sends a SYN seven times, each 3 s after the one before. */
var synTimeoutMs = 21000
/** How long the name server may take, ms. */
var dnsTimeoutMs = 3000

/** By fd: {object, connection}. `connection` is {fd, isUp, wasReset, unacknowledged}. */
var sockets = []
var connections = 0

/** Calls what the script has put into a socket's object, as the driver does: two arguments, of which it has only one. */
function callBack(fd, name, argument) {
  var callback = sockets[fd].object[name]
  if (typeof callback !== 'function') return
  if (callback.length > 1) tellViolation(name + ' declares two arguments')
  try {
    callback(argument, NaN)
  } catch (error) {
    tellViolation(name + ' threw ' + error)
  }
}

/** Counts how often the firmware hurries the collector. */
function createObject() {
  var object = {}
  Object.defineProperty(object, 'garbage', {
    set: function (value) {
      if (value instanceof Uint8Array) hurries++
    },
  })
  return object
}

/** The driver closes a socket itself, after the peer's FIN: fd and connection are free again. */
function closeSocket(fd) {
  var socket = sockets[fd]
  if (socket.connection) connections--
  sockets[fd] = undefined
  tell('closed ' + fd)
  var callback = socket.object.close_cb
  try {
    if (typeof callback === 'function') callback()
  } catch (error) {
    tellViolation('close_cb threw ' + error)
  }
}

var net = {
  errno: 0,
  socket: function (domain, protocol) {
    if (domain !== 'AF_INET' || protocol !== 'STREAM') throw new TypeError('un-supported domain or protocol.')
    if (!isJoined()) throw new Error('WiFi is not connected.')
    for (var fd = 0; fd < fdsMost; fd++) {
      if (sockets[fd]) continue
      sockets[fd] = { object: createObject() }
      this.ip = scenario.ip
      return fd
    }
    tellViolation('no fd left')
    throw new SystemError(121)
  },
  get: function (fd) {
    return sockets[fd] && sockets[fd].object
  },
  connect: function (fd, host, port) {
    var attempt = nextAttempt()
    tell('connect ' + fd + ' ' + host + ':' + port)
    if (attempt.opens === 'not found' || attempt.opens === 'dns timeout') {
      block(attempt.opens === 'not found' ? 50 : dnsTimeoutMs)
      checkWatchdog()
      this.errno = -1
      throw new Error(attempt.opens === 'not found' ? 'DNS Error: IP is not found.' : 'DNS response timeout.')
    }
    // No connection left is called a success, too.
    this.errno = 0
    if (connections >= connectionsMost) return
    connections++
    var connection = { fd: fd, attempt: attempt, isUp: false, wasReset: false, isSilent: false, received: '' }
    sockets[fd].connection = connection
    if (attempt.opens === 'refused' || attempt.opens === 'lost')
      return later(attempt.opens === 'refused' ? 40 : synTimeoutMs, function () {
        reset(connection)
      })
    later(40, function () {
      connection.isUp = true
      tell('open ' + fd)
      callBack(fd, 'connect_cb')
      beginSteps(attempt.onOpen, connection)
    })
  },
  /** All or nothing. */
  write: function (fd, bytes) {
    if (typeof bytes !== 'string') throw new TypeError('"data" argument must be a string')
    var connection = sockets[fd] && sockets[fd].connection
    var isRefused = !connection || connection.wasReset || !isJoined()
    if (!isRefused && connection.isSilent) {
      // Nobody acknowledges.
      if (connection.unacknowledged + bytes.length > sendBufferBytes) isRefused = true
      else connection.unacknowledged += bytes.length
    }
    this.errno = isRefused ? -1 : 0
    if (bytes) tell((isRefused ? 'refused ' : 'write ') + fd + ' ' + hexOf(bytesOf(bytes)))
    if (isRefused || !bytes || connection.isSilent) return
    if (!connection.isUp) tellViolation('a write before connect_cb')
    later(1, function () {
      receive(connection, bytes)
    })
  },
  /**
   * lwIP has freed what was reset, and would free it again. Of one that lives it sends a FIN. The peer's own then closes whatever
   * socket has this number: the driver looks it up by that.
   */
  close: function (fd) {
    var connection = sockets[fd] && sockets[fd].connection
    tell('close ' + fd + (connection ? '' : ' never connected'))
    if (connection && connection.wasReset) tellViolation('close of a connection that was reset')
    this.errno = 0
    sockets[fd] = undefined
    if (!connection || connection.wasReset) return
    if (connection.isSilent || !connection.isUp) {
      // A SYN is forgotten at once, a FIN that nobody acknowledges is not.
      if (!connection.isUp) connections--
      connection.wasReset = true
      return
    }
    connection.isSilent = true
    later(5, function () {
      connections--
      if (!sockets[fd]) return
      if (sockets[fd].connection) tellViolation('a late FIN closes another socket')
      closeSocket(fd)
    })
  },
}
global.__netdev = net

/** Of all that a board has received only this much lies here: the firmware keeps none of these bytes. */
var segmentBytes = 1460
var segment = new Uint8Array(segmentBytes)
/** So many segments arrive in one turn: the receive window. */
var segmentsATurn = 8

/** Hands a segment over: two new objects, as the driver makes them. The bytes stand in `segment`. */
function handOver(connection, count) {
  if (!sockets[connection.fd] || sockets[connection.fd].connection !== connection || !isJoined()) return
  noteArrival(count)
  var standsForItsBuffer = {}
  standsForItsBuffer = new Uint8Array(segment.buffer, 0, count)
  callBack(connection.fd, 'read_cb', standsForItsBuffer)
}

/**
 * Sends a stream in segments, `next(segment)` filling one after the other and returning how many bytes it holds, 0 at the end.
 */
function sendStream(connection, next, done) {
  for (var turn = 0; turn < segmentsATurn; turn++) {
    var count = next()
    if (!count) return done && done()
    handOver(connection, count)
  }
  later(0, function () {
    sendStream(connection, next, done)
  })
}

/** Sends a text of one character a byte. */
function send(connection, text) {
  var at = 0
  sendStream(connection, function () {
    var count = Math.min(segmentBytes, text.length - at)
    for (var each = 0; each < count; each++) segment[each] = text.charCodeAt(at + each)
    at += count
    return count
  })
}

/** A FIN: the driver closes the socket itself. */
function finish(connection) {
  connection.isSilent = true
  connection.unacknowledged = 0
  if (sockets[connection.fd] && sockets[connection.fd].connection === connection && isJoined())
    closeSocket(connection.fd)
}

/** An RST: lwIP frees the connection, and nobody is told. */
function reset(connection) {
  tell('reset by peer ' + connection.fd)
  connection.isSilent = connection.wasReset = true
  connections--
}

function fallSilent(connection) {
  connection.isSilent = true
  connection.unacknowledged = 0
}
