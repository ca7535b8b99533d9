import { bytesOf, textOf } from '../../storage/bytes.ts'
import type { Machine } from '../language/machine.ts'

/** So many bytes at most come in one event (IOEVENT_MAX_LEN in jsdevices.h). */
const chunkBytes = 63
/** So many wait for a script that does not listen (STREAM_MAX_BUFFER_SIZE in jswrap_stream.h). */
const bufferBytes = 512

/** What serial ports receive: it is handed over in the next idle turn, to a listener or else to a buffer. */
export class Receiver {
  private readonly pending: { port: object; bytes: Uint8Array }[] = []
  private readonly buffers = new Map<object, string>()
  private line = ''

  constructor(private readonly machine: Machine) {
    const listens = machine.listensForData
    machine.listensForData = (object) => {
      listens(object)
      this.giveBuffer(object)
    }
    machine.loop.inputs.push(() => this.handOver())
  }

  take(port: object, bytes: Uint8Array): void {
    if (bytes.length === 0) return
    // The first byte makes an event, and those that follow while it waits make others.
    const isFirst = !this.pending.some((each) => each.port === port)
    let at = isFirst ? 1 : 0
    if (isFirst) this.pending.push({ port, bytes: bytes.subarray(0, 1) })
    for (; at < bytes.length; at += chunkBytes) this.pending.push({ port, bytes: bytes.subarray(at, at + chunkBytes) })
    this.machine.loop.wake()
  }

  available(port: object): number {
    return this.buffers.get(port)?.length ?? 0
  }

  /** Takes so many chars out of the buffer, all for 0 or less. */
  read(port: object, count: number): string {
    const buffer = this.buffers.get(port) ?? ''
    const taken = count > 0 ? buffer.slice(0, count) : buffer
    this.buffers.set(port, buffer.slice(taken.length))
    return taken
  }

  /** Shows on the console what a script writes to its port, a line at a time. */
  print(bytes: Uint8Array): void {
    const lines = (this.line + textOf(bytes)).split('\n')
    this.line = lines.pop() ?? ''
    for (const line of lines) this.machine.print(line.replace(/\r$/, ''))
  }

  private handOver(): void {
    for (let next = this.pending.shift(); next; next = this.pending.shift()) this.push(next.port, textOf(next.bytes))
  }

  private push(port: object, text: string): void {
    const { events, flags } = this.machine
    const isTaken = events.callNow(port, 'data', [text], () => {
      this.machine.complain('Error processing Serial data handler - removing it.')
      flags.raise('CALLBACK')
      events.removeAll(port, 'data')
    })
    if (isTaken) return
    const buffer = (this.buffers.get(port) ?? '') + text
    if (bytesOf(buffer).length > bufferBytes) flags.raise('BUFFER_FULL')
    this.buffers.set(port, buffer.slice(0, bufferBytes))
  }

  /** A listener was added: it gets what was received before. */
  private giveBuffer(port: object): void {
    const buffer = this.buffers.get(port)
    if (buffer === undefined || buffer === '') return
    this.buffers.set(port, '')
    this.machine.events.emit(port, 'data', [buffer])
    this.machine.loop.wake()
  }
}
