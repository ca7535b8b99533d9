import { Buffer } from 'node:buffer'

/** Packets of a server, byte by byte as in MQTT 3.1.1. Nothing is checked, so that tests can send malformed ones. */

/** Any packet: first byte of the fixed header, remaining length, body. */
export function packet(firstByte: number, body: Uint8Array = new Uint8Array()): Buffer {
  return Buffer.concat([Buffer.from([firstByte]), remainingLength(body.length), body])
}

/** Remaining length: 1-4 bytes, 7 bits each, low first (§2.2.3). */
export function remainingLength(length: number): Buffer {
  const bytes: number[] = []
  do {
    const rest = Math.floor(length / 128)
    bytes.push((length % 128) + (rest > 0 ? 128 : 0))
    length = rest
  } while (length > 0)
  return Buffer.from(bytes)
}

/** CONNACK (§3.2); `returnCode` 0 is accepted. */
export function connack(returnCode = 0, sessionPresent = false): Buffer {
  return Buffer.from([0x20, 2, sessionPresent ? 1 : 0, returnCode])
}

/** SUBACK (§3.9); one code a topic filter: granted QoS, or 0x80 for a refusal. */
export function suback(packetId: number, returnCodes: readonly number[]): Buffer {
  return packet(0x90, Buffer.from([packetId >> 8, packetId & 0xff, ...returnCodes]))
}

/** UNSUBACK (§3.11). */
export function unsuback(packetId: number): Buffer {
  return Buffer.from([0xb0, 2, packetId >> 8, packetId & 0xff])
}

/** PUBACK (§3.4). */
export function puback(packetId: number): Buffer {
  return Buffer.from([0x40, 2, packetId >> 8, packetId & 0xff])
}

/** PINGRESP (§3.13). */
export function pingresp(): Buffer {
  return Buffer.from([0xd0, 0])
}

export interface PublishFields {
  topicName: string
  payload: string | Uint8Array
  qos?: 0 | 1 | 2 | 3
  /** Written when `qos` is not 0; then 1 unless given. */
  packetId?: number
  dup?: boolean
  retain?: boolean
}

/** PUBLISH (§3.3). Text becomes UTF-8. */
export function publish({
  topicName,
  payload,
  qos = 0,
  packetId = 1,
  dup = false,
  retain = false,
}: PublishFields): Buffer {
  const topic = Buffer.from(topicName)
  const id = qos === 0 ? [] : [packetId >> 8, packetId & 0xff]
  const body = [Buffer.from([topic.length >> 8, topic.length & 0xff]), topic, Buffer.from(id), Buffer.from(payload)]
  return packet(0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0), Buffer.concat(body))
}

/** The device of the topics. */
export interface DeviceName {
  productKey: string
  deviceName: string
}

export interface SetOptions {
  qos?: 0 | 1
  packetId?: number
  dup?: boolean
}

/** The topic on which the platform asks for property values. */
export function propertySetTopic({ productKey, deviceName }: DeviceName): string {
  return `/sys/${productKey}/${deviceName}/thing/service/property/set`
}

/** A property set as the platform sends it: `id` is a decimal string, `params` the wanted values. */
export function propertySet(device: DeviceName, id: string, params: unknown, options: SetOptions = {}): Buffer {
  const payload = JSON.stringify({ method: 'thing.service.property.set', id, params, version: '1.0.0' })
  return publish({ topicName: propertySetTopic(device), payload, ...options })
}
