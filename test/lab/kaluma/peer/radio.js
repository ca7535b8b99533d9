// global.__ieee80211dev. The outcome of a call is in errno; what it passes as an error is always 0 or null, after a failure, too.

var scanMs = 2000
var joinMs = 1500
var joinTimeoutMs = 30000

var air = scenario.networks
/** The name that the driver was given last: it says that it is in that one, whichever it joined. */
var currentSsid = ''
/** The network whose access point lets the board in. */
var joinedTo

function find(ssid) {
  for (var at = 0; at < air.length; at++) if (air[at].ssid === ssid) return air[at]
}

/** Bytes as the driver makes a text of them: with jerry_create_string, which wants UTF-8 and does not check it. */
function textOf(bytes) {
  return /[^ -~]/.test(bytes) ? decodeURIComponent(escape(bytes)) : bytes
}

function isJoined() {
  return joinedTo !== undefined && find(joinedTo) !== undefined
}

var radio = {
  errno: 0,
  /** Blocks until it is in, 30 s where nobody answers; a wrong password is told at once. `ssid` is a string of bytes. */
  connect: function (info, done) {
    tell('join ' + escape(info.ssid) + ' ' + escape(info.password))
    currentSsid = info.ssid
    // Joined already, it says that all is well.
    if (isJoined()) {
      this.errno = 0
      return done && done(null, {})
    }
    var found = find(info.ssid)
    if (!found) block(joinTimeoutMs)
    else block(found.password === info.password ? joinMs : 200)
    this.errno = found && found.password === info.password ? 0 : -1
    if (!this.errno) joinedTo = info.ssid
    checkWatchdog()
    if (done) done(null, {})
  },
  disconnect: function (done) {
    tell('leave')
    joinedTo = undefined
    this.errno = 0
    if (done) done(null)
  },
  get_connection: function (done) {
    this.errno = isJoined() ? 0 : -1
    // Its strings have characters, not bytes.
    if (done && isJoined()) done(null, { ssid: textOf(currentSsid), bssid: '' })
    else if (done) done(null)
  },
  scan: function (done) {
    tell('scan')
    block(scanMs)
    this.errno = 0
    checkWatchdog()
    done(
      0,
      air
        .filter(function (each) {
          return !each.hidden
        })
        .map(function (each) {
          return {
            ssid: textOf(each.ssid),
            bssid: '02:00:5E:10:00:01',
            security: 'WPA2_PSK',
            rssi: each.rssi,
            channel: 6,
          }
        }),
    )
  },
}
global.__ieee80211dev = radio
