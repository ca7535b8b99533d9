import { setTimeout as wait } from 'node:timers/promises'
import type { SerialPort } from 'serialport'
import { UserError } from '../command-line/user-error.ts'
import { consoleBaud, type Port } from './port.ts'
import { speak } from '../command-line/language.ts'
import { lostError, portError } from './port-errors.ts'

const closeMs = 2_000

/** Opens a serial port by its path (/dev/ttyUSB0, COM3), which the system need not list: a pty works, too. */
export async function openSerialPort(name: string): Promise<Port> {
  const { SerialPort } = await loadSerialPort()
  const serial = new SerialPort({ path: name, baudRate: consoleBaud, autoOpen: false })
  await new Promise<void>((resolve, reject) => {
    serial.open((error) => (error ? reject(portError(name, error.message)) : resolve()))
  })
  return new WiredPort(name, serial)
}

/** Loads the package, which has native code and may therefore be missing. Throws UserError no-serialport. */
export async function loadSerialPort(): Promise<typeof import('serialport')> {
  try {
    return await import('serialport')
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
    const hint = speak`npm ci once more; or reach the board over TCP: --port tcp://HOST:PORT`
    throw new UserError('no-serialport', speak`the package serialport does not load here: ${why}`, hint)
  }
}

class WiredPort implements Port {
  onData: Port['onData'] = () => undefined
  onLost: Port['onLost'] = () => undefined
  private closed = false

  constructor(
    readonly name: string,
    private readonly serial: SerialPort,
  ) {
    let why = speak`it was unplugged`
    serial.on('data', (bytes: Buffer) => this.onData(bytes))
    serial.on('error', (error: Error) => (why = error.message))
    serial.on('close', () => {
      if (this.closed) return
      this.closed = true
      this.onLost(why)
    })
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.serial.write(Buffer.from(bytes), (error) => {
        if (error) reject(lostError(this.name, error.message))
        else resolve()
      })
    })
  }

  close(): Promise<void> {
    if (this.closed) return Promise.resolve()
    this.closed = true
    // A driver whose device is gone may never call back.
    const closed = new Promise<void>((resolve) => this.serial.close(() => resolve()))
    return Promise.race([closed, wait(closeMs, undefined)])
  }
}
