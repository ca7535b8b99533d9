import { Violation, type ClientPacket, type Packet } from './client-packet.ts'
import { createBodyReader, type BodyReader } from './body-reader.ts'
import type { RawPacket } from './packet-splitter.ts'

/** Decodes a packet from a client, byte by byte; throws the first Violation that MQTT 3.1.1 has a name for. */
export function strictDecode({ firstByte, body }: RawPacket): ClientPacket {
  const flags = firstByte & 0x0f
  const reader = createBodyReader(body)
  switch (firstByte >> 4) {
    case 1:
      wantFlags('CONNECT', flags, 0, '[MQTT-2.2.2-1]')
      return decodeConnect(reader)
    case 3:
      return decodePublish(reader, flags)
    case 4:
      return decodeAck('puback', reader, flags, 0, '[MQTT-2.2.2-1]')
    case 5:
      return decodeAck('pubrec', reader, flags, 0, '[MQTT-2.2.2-1]')
    case 6:
      return decodeAck('pubrel', reader, flags, 2, '[MQTT-3.6.1-1]')
    case 7:
      return decodeAck('pubcomp', reader, flags, 0, '[MQTT-2.2.2-1]')
    case 8:
      wantFlags('SUBSCRIBE', flags, 2, '[MQTT-3.8.1-1]')
      return decodeSubscribe(reader)
    case 10:
      wantFlags('UNSUBSCRIBE', flags, 2, '[MQTT-3.10.1-1]')
      return decodeUnsubscribe(reader)
    case 12:
      return decodeEmpty('pingreq', reader, flags, '[MQTT-2.2.2-1]')
    case 14:
      return decodeEmpty('disconnect', reader, flags, '[MQTT-3.14.1-1]')
    default:
      throw new Violation('[§2.2.1]', `a client sent packet type ${firstByte >> 4}`)
  }
}

function wantFlags(name: string, flags: number, wanted: number, statement: string): void {
  if (flags !== wanted) throw new Violation(statement, `${name} with flags ${flags}, not ${wanted}`)
}

function decodeConnect(reader: BodyReader): Packet<'connect'> {
  const name = reader.text('protocol name', '[MQTT-3.1.2-1]')
  if (name !== 'MQTT') throw new Violation('[MQTT-3.1.2-1]', `protocol name ${JSON.stringify(name)}`)
  const level = reader.byte('protocol level', '[MQTT-3.1.2-2]')
  if (level !== 4) throw new Violation('[MQTT-3.1.2-2]', `protocol level ${level}`)
  const flags = reader.byte('connect flags', '[MQTT-3.1.2-3]')
  checkConnectFlags(flags)
  const keepAliveS = reader.uint16('keepAlive', '[§3.1.2.10]')
  const cleanSession = (flags & 2) !== 0
  const clientId = reader.text('clientId', '[MQTT-3.1.3-3]')
  if (clientId === '' && !cleanSession) throw new Violation('[MQTT-3.1.3-7]', 'empty clientId without cleanSession')
  const will = (flags & 4) === 0 ? undefined : decodeWill(reader, flags)
  const username = (flags & 0x80) === 0 ? undefined : reader.text('username', '[MQTT-3.1.2-19]')
  const password = (flags & 0x40) === 0 ? undefined : reader.block('password', '[MQTT-3.1.2-21]')
  const surplus =
    (flags & 0x80) === 0 ? '[MQTT-3.1.2-18]' : password === undefined ? '[MQTT-3.1.2-20]' : '[MQTT-3.1.3-1]'
  reader.end('CONNECT', surplus)
  return { type: 'connect', clientId, username, password, keepAliveS, cleanSession, will }
}

function checkConnectFlags(flags: number): void {
  const hasWill = (flags & 4) !== 0
  const willQos = (flags >> 3) & 3
  if ((flags & 1) !== 0) throw new Violation('[MQTT-3.1.2-3]', 'the reserved connect flag is set')
  if (!hasWill && willQos !== 0) throw new Violation('[MQTT-3.1.2-13]', 'will QoS without a will')
  if (hasWill && willQos === 3) throw new Violation('[MQTT-3.1.2-14]', 'will QoS 3')
  if (!hasWill && (flags & 0x20) !== 0) throw new Violation('[MQTT-3.1.2-15]', 'will retain without a will')
  if ((flags & 0xc0) === 0x40) throw new Violation('[MQTT-3.1.2-22]', 'a password without a username')
}

function decodeWill(reader: BodyReader, flags: number): Packet<'connect'>['will'] {
  const topicName = reader.text('will topic', '[MQTT-3.1.2-9]')
  const payload = reader.block('will message', '[MQTT-3.1.2-9]')
  return { topicName, payload, qos: (flags >> 3) & 3, retain: (flags & 0x20) !== 0 }
}

function decodePublish(reader: BodyReader, flags: number): Packet<'publish'> {
  const qos = (flags >> 1) & 3
  const dup = (flags & 8) !== 0
  if (qos === 3) throw new Violation('[MQTT-3.3.1-4]', 'PUBLISH with QoS 3')
  if (qos === 0 && dup) throw new Violation('[MQTT-3.3.1-2]', 'PUBLISH with DUP and QoS 0')
  const topicName = reader.text('topic name', '[MQTT-3.3.2-1]')
  if (topicName === '') throw new Violation('[MQTT-4.7.3-1]', 'an empty topic name')
  if (/[+#]/.test(topicName)) throw new Violation('[MQTT-3.3.2-2]', `a wildcard in the topic name ${topicName}`)
  const packetId = qos === 0 ? 0 : reader.packetId('PUBLISH')
  return { type: 'publish', topicName, payload: reader.rest(), qos, dup, retain: (flags & 1) !== 0, packetId }
}

function decodeSubscribe(reader: BodyReader): Packet<'subscribe'> {
  const packetId = reader.packetId('SUBSCRIBE')
  const filters: { topicFilter: string; qos: number }[] = []
  while (reader.left() > 0) {
    const topicFilter = takeFilter(reader)
    const qos = reader.byte('requested QoS', '[§3.8.3]')
    if (qos > 2) throw new Violation('[MQTT-3.8.3-4]', `requested QoS byte ${qos}`)
    filters.push({ topicFilter, qos })
  }
  if (filters.length === 0) throw new Violation('[MQTT-3.8.3-3]', 'SUBSCRIBE without a topic filter')
  return { type: 'subscribe', packetId, filters }
}

function decodeUnsubscribe(reader: BodyReader): Packet<'unsubscribe'> {
  const packetId = reader.packetId('UNSUBSCRIBE')
  const topicFilters: string[] = []
  while (reader.left() > 0) topicFilters.push(takeFilter(reader))
  if (topicFilters.length === 0) throw new Violation('[MQTT-3.10.3-2]', 'UNSUBSCRIBE without a topic filter')
  return { type: 'unsubscribe', packetId, topicFilters }
}

function takeFilter(reader: BodyReader): string {
  const filter = reader.text('topic filter', '[§3.8.3]')
  if (filter === '') throw new Violation('[MQTT-4.7.3-1]', 'an empty topic filter')
  const levels = filter.split('/')
  if (levels.some((level, i) => level.includes('#') && (level !== '#' || i < levels.length - 1))) {
    throw new Violation('[MQTT-4.7.1-2]', `# is not the last level of ${filter}`)
  }
  if (levels.some((level) => level.includes('+') && level !== '+')) {
    throw new Violation('[MQTT-4.7.1-3]', `+ is not a whole level of ${filter}`)
  }
  return filter
}

function decodeAck<T extends 'puback' | 'pubrec' | 'pubrel' | 'pubcomp'>(
  type: T,
  reader: BodyReader,
  flags: number,
  wantedFlags: number,
  statement: string,
): { type: T; packetId: number } {
  wantFlags(type.toUpperCase(), flags, wantedFlags, statement)
  const packetId = reader.packetId(type.toUpperCase())
  reader.end(type.toUpperCase(), '[§3.4.1]')
  return { type, packetId }
}

function decodeEmpty<T extends 'pingreq' | 'disconnect'>(
  type: T,
  reader: BodyReader,
  flags: number,
  statement: string,
): { type: T } {
  wantFlags(type.toUpperCase(), flags, 0, statement)
  reader.end(type.toUpperCase(), type === 'pingreq' ? '[§3.12.1]' : '[§3.14.1]')
  return { type }
}
