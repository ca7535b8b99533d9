import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { isSameDevice, type DeviceName } from '../device-names/names.ts'
import { takeLock } from '../local-files/lock.ts'
import { notWritten, UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'

/**
 * What happened to an identity, in this order: `claimed` before a byte of it is sent to a board, `flashed` when it was verified
 * there, `released` when the user says that the board no longer exists.
 */
export interface Entry extends DeviceName {
  readonly event: 'claimed' | 'flashed' | 'released'
  /** The board's getSerial(). */
  readonly serial: string
  /** ISO 8601. */
  readonly at: string
}

/**
 * Which board has which identity: a file of JSON lines that only grows. Each line is on the disk before what it says happens,
 * so that no crash can give two boards one identity. A line that a crash cut short does not count, and is removed.
 */
export class Ledger {
  private entries: Entry[] = []
  private readonly file: number
  private readonly giveBack: () => void

  /** Throws UserError ledger-busy while another run uses it, ledger-invalid, and not-written. */
  constructor(readonly path: string) {
    const lock = `${path}.lock`
    let giveBack = (): void => undefined
    try {
      giveBack = takeLock(lock, (pid) => {
        return new UserError(
          'ledger-busy',
          speak`process ${pid} flashes this fleet already`,
          speak`if it does not: remove ${lock}`,
        )
      })
      this.file = openSync(path, 'a+', 0o600)
      this.entries = this.readAll()
    } catch (error) {
      giveBack()
      throw notWritten(error, path, true) ?? error
    }
    this.giveBack = giveBack
  }

  /** Returns the entry of the identity that a board has, or was about to get. */
  ofBoard(serial: string): Entry | undefined {
    const last = this.entries.findLast((entry) => entry.serial === serial)
    return last?.event === 'released' ? undefined : last
  }

  /** Returns the last entry of an identity, undefined when it is free. */
  ofDevice(device: DeviceName): Entry | undefined {
    const last = this.entries.findLast((entry) => isSameDevice(entry, device))
    return last?.event === 'released' ? undefined : last
  }

  /** Adds an entry, which is on the disk when this returns. */
  add(event: Entry['event'], { productKey, deviceName }: DeviceName, serial: string): void {
    const entry: Entry = { event, productKey, deviceName, serial, at: new Date().toISOString() }
    writeSync(this.file, `${JSON.stringify(entry)}\n`)
    fsyncSync(this.file)
    this.entries.push(entry)
  }

  close(): void {
    closeSync(this.file)
    this.giveBack()
  }

  private readAll(): Entry[] {
    const text = readFileSync(this.path, 'utf8')
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (whole.length < text.length) ftruncateSync(this.file, Buffer.byteLength(whole))
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line, at) => parseEntry(line, speak`line ${at + 1} of ${this.path}`))
  }
}

function parseEntry(line: string, where: string): Entry {
  try {
    const entry = JSON.parse(line) as Partial<Entry>
    const { event = '', productKey, deviceName, serial } = entry
    const isKnown = ['claimed', 'flashed', 'released'].includes(event)
    if (isKnown && [productKey, deviceName, serial].every((text) => typeof text === 'string')) return entry as Entry
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const hint = speak`it says which identity is on which board: mend it from a backup, do not delete it`
  throw new UserError('ledger-invalid', speak`${where} is no entry`, hint)
}
