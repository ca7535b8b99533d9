import type { Buffer } from 'node:buffer'
import { Violation } from './client-packet.ts'

/** Reads a packet's body; every method throws the Violation `statement` when bytes are missing for `field`. */
export interface BodyReader {
  left(): number
  byte(field: string, statement: string): number
  uint16(field: string, statement: string): number
  /** Reads a packetId, which must not be 0 [MQTT-2.3.1-1]. */
  packetId(packetName: string): number
  /** Reads two bytes of length, then so many bytes. */
  block(field: string, statement: string): Buffer
  /** Reads a block that is well-formed UTF-8 [MQTT-1.5.3-1] without U+0000 [MQTT-1.5.3-2]. */
  text(field: string, statement: string): string
  /** Reads all that is left. */
  rest(): Buffer
  /** Throws when anything is left. */
  end(packetName: string, statement: string): void
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function createBodyReader(body: Buffer): BodyReader {
  let at = 0

  function take(count: number, field: string, statement: string): Buffer {
    if (body.length - at < count) throw new Violation(statement, `${field} is missing or cut short`)
    at += count
    return body.subarray(at - count, at)
  }

  const reader: BodyReader = {
    left: () => body.length - at,
    byte: (field, statement) => take(1, field, statement).readUInt8(),
    uint16: (field, statement) => take(2, field, statement).readUInt16BE(),
    packetId(packetName) {
      const id = reader.uint16(`packetId of ${packetName}`, '[MQTT-2.3.1-1]')
      if (id === 0) throw new Violation('[MQTT-2.3.1-1]', `${packetName} with packetId 0`)
      return id
    },
    block(field, statement) {
      return take(reader.uint16(field, statement), field, statement)
    },
    text(field, statement) {
      const bytes = reader.block(field, statement)
      if (bytes.includes(0)) throw new Violation('[MQTT-1.5.3-2]', `U+0000 in ${field}`)
      try {
        return utf8.decode(bytes)
      } catch (error) {
        throw new Violation('[MQTT-1.5.3-1]', `${field} is not UTF-8: ${String(error)}`)
      }
    },
    rest: () => take(body.length - at, 'the rest', '[§3.3.3]'),
    end(packetName, statement) {
      if (body.length > at) throw new Violation(statement, `${body.length - at} bytes too many in ${packetName}`)
    },
  }
  return reader
}
