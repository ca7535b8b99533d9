// The npm package `espruino` in a thread of its own, because it fills globals with shims, prints what it does, has one
// connection a process, and never answers some requests: a caller that waits too long ends the thread. JavaScript, because a
// worker thread does not get the loader for TypeScript.
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'

const portPath = 'board'
/** Bytes written at once: the longest packet; when slow, less than the 64 after which some ESP32 builds lose bytes (Espruino #2718). */
const wholeBytes = 8196
const slowBytes = 48
const slowPauseMs = 20
/** Two Ctrl-C on an empty line within 5 s end Espruino's Linux build, and the package sends two to a slow board. */
const controlC = '\x03'
const controlCEveryMs = 5500
let controlCAt = -controlCEveryMs
let pauseMs = 0
/** @type {Map<number, () => void>} */
const written = new Map()
let writes = 0
let receive = (_bytes) => undefined
let disconnected = () => undefined

// The package prints only about itself; what the board prints comes through the port. (The option `stdout` of a Worker would
// do, too, but while something in it is unread the process does not end.)
for (const stream of [process.stdout, process.stderr]) stream.write = () => true

const post = (message) => parentPort.postMessage(message)

/** A serial device as core/serial.js of the package needs it; the real port is in the main thread. */
const device = {
  name: 'bridge',
  getPorts: (answer) => answer([{ path: portPath, type: 'usb' }], true),
  open(_path, opened, onData, onClose) {
    receive = onData
    disconnected = onClose
    opened({ portName: portPath })
  },
  write(text, done) {
    if (text === controlC && performance.now() - controlCAt < controlCEveryMs) return done()
    if (text === controlC) controlCAt = performance.now()
    written.set(++writes, pauseMs === 0 ? done : () => setTimeout(done, pauseMs))
    post({ type: 'write', id: writes, bytes: Buffer.from(text, 'latin1') })
  },
  close: () => disconnected(),
}

/** The requests of the main thread; each returns a promise. */
const requests = {
  open: () =>
    new Promise((resolve, reject) => {
      const { Serial } = Espruino.Core
      Serial.startListening(() => undefined)
      Serial.open(
        portPath,
        (status) => (status === undefined ? reject(new Error('not opened')) : resolve(undefined)),
        () => undefined,
      )
    }),
  close: async () => Espruino.Core.Serial.isConnected() && Espruino.Core.Serial.close(),
  /** Resolves with JSON text, or undefined when the board did not answer. */
  ask: ({ expression }) => new Promise((resolve) => Espruino.Core.Utils.executeExpression(expression, resolve)),
  evaluate({ expression, timeoutMs, isSlow }) {
    const { connection } = Espruino.Core.Serial
    // When fast, a packet is written at once: the board's answer to each keeps the pace.
    connection.chunkSize = isSlow ? slowBytes : wholeBytes
    pauseMs = isSlow ? slowPauseMs : 0
    return connection.espruinoEval(expression, { timeout: timeoutMs })
  },
}

async function answer({ id, request, ...parameters }) {
  try {
    post({ type: 'answer', id, value: await requests[request](parameters) })
  } catch (error) {
    post({ type: 'answer', id, error: error instanceof Error ? error.message : String(error) })
  }
}

function start() {
  // The package must not look anything up on the internet: neither a description of the board nor a module.
  Object.assign(Espruino.Config, { ENV_ON_CONNECT: false, MODULE_URL: '', BLUETOOTH_LOW_ENERGY: false })
  const { devices } = Espruino.Core.Serial
  devices.splice(0, devices.length, device)
  parentPort.on('message', (message) => {
    if (message.type === 'data') receive(Uint8Array.from(message.bytes).buffer)
    else if (message.type === 'written') {
      written.get(message.id)?.()
      written.delete(message.id)
    } else void answer(message)
  })
  post({ type: 'started' })
}

createRequire(import.meta.url)('espruino').init(start)
