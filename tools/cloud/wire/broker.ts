import type { Duplex } from 'node:stream'
import { Aedes, type AedesOptions, type AuthenticateError, type Client, type PublishPacket } from 'aedes'
import type { Clock } from '../../time/clock.ts'
import type { BrokerHandlers, Uplink } from './connection.ts'
import { createGuest, type Guest, type GuestLimits } from './guest.ts'
import { returnCodes } from '../model/return-codes.ts'
import type { Refusal } from '../login/verdicts.ts'
import type { Rules } from '../model/rules.ts'

export interface Broker {
  /** Serves one device over a stream: a TCP socket, or any other. */
  attach(stream: Duplex, address: string, isSecure: boolean, origin?: string): void
  /** Ends every connection and timer. */
  close(): Promise<void>
}

/**
 * The topic to which all messages of devices are redirected, so that aedes does not forward them to subscribers: on
 * Aliyun a device's messages go to the platform, and only the platform publishes to devices.
 */
const nowhere = '$uplink'
const nothing = Buffer.alloc(0)

const longestTimeoutMs = 2 ** 31 - 1
/** Fixed header, topic and packetId around the payload of the longest PUBLISH. */
const aroundPayloadBytes = 1024

type BrokerRules = Pick<
  Rules,
  'connectWaitMs' | 'filtersPerSubscribe' | 'payloadBytes' | 'bytesPerSecond' | 'publishQos2' | 'subscribeQos2'
>

/** aedes with Aliyun's rules in its hooks. The only file, beside guest.ts, that knows aedes. */
export async function createBroker(handlers: BrokerHandlers, clock: Clock, rules: BrokerRules): Promise<Broker> {
  const guests = new Map<Client, Guest>()
  const broker = await Aedes.createBroker({
    // Guests wait for CONNECT on the platform's clock.
    connectTimeout: longestTimeoutMs,
    // MQTT 3.1 allows 23 characters; Aliyun has a rule of its own, which the login knows.
    maxClientsIdLength: 65_535,
    ...loginHooks(guests),
    ...topicHooks(guests, handlers, rules),
  })
  watch(broker, guests, handlers)
  const limits: GuestLimits = {
    connectWaitMs: rules.connectWaitMs,
    filtersPerSubscribe: rules.filtersPerSubscribe,
    packetBytes: rules.payloadBytes + aroundPayloadBytes,
    bytesPerSecond: rules.bytesPerSecond === 'unlimited' ? Infinity : rules.bytesPerSecond,
  }
  return {
    attach(stream, address, isSecure, origin) {
      const guest = createGuest({ stream, address, isSecure, origin, handlers, clock, limits })
      const client = broker.handle(guest.wire)
      guest.bind(client)
      answerStrangeLevels(client, guest.wire)
      guests.set(client, guest)
      guest.wire.once('close', () => {
        guest.closed()
        guests.delete(client)
      })
    },
    async close() {
      await Promise.all([...guests.values()].map((guest) => guest.connection.close('stopped')))
      await new Promise<void>((resolve) => broker.close(resolve))
    },
  }
}

/**
 * A CONNECT with a protocol level other than 3, 4 and 5 fails in the parser, and aedes closes without a CONNACK; the
 * standard wants CONNACK 1 first [MQTT-3.1.2-2].
 */
function answerStrangeLevels(client: Client, stream: Duplex): void {
  client.prependListener('error', (error: Error) => {
    if (error.message === 'Invalid protocol version') stream.write(Buffer.from([0x20, 0x02, 0x00, 0x01]))
  })
}

type Guests = ReadonlyMap<Client, Guest>

function loginHooks(guests: Guests): AedesOptions {
  return {
    preConnect(client, packet, done) {
      guests.get(client)?.arrive(packet)
      done(null, true)
    },
    authenticate(client, _username, _password, done) {
      const guest = guests.get(client)
      const verdict = guest?.verdict
      if (guest === undefined || verdict === undefined) return
      if ('returnCode' in verdict) done(asError(verdict), null)
      else if ('device' in verdict) void guest.enter(verdict).then(() => done(null, true))
      else done(null, true)
    },
  }
}

function topicHooks(guests: Guests, handlers: BrokerHandlers, rules: BrokerRules): AedesOptions {
  return {
    authorizePublish(client, packet, done) {
      const guest = client === null ? undefined : guests.get(client)
      const fault = guest === undefined ? undefined : takePublish(guest, packet, handlers, rules)
      if (fault !== undefined) return done(new Error(fault))
      packet.retain = false
      packet.topic = nowhere
      packet.payload = nothing
      done(null)
    },
    authorizeSubscribe(client, subscription, done) {
      const guest = guests.get(client)
      const mayAsk = guest !== undefined && (subscription.qos < 2 || rules.subscribeQos2 === 'lower')
      const { topic, qos } = subscription
      const granted = mayAsk && !guest.isExcess(topic) && handlers.subscribe(guest.connection, topic, Math.min(qos, 1))
      done(null, granted ? subscription : null)
    },
  }
}

/** Processes a PUBLISH and then acknowledges it. Returns why the connection must be closed for it, or undefined. */
function takePublish(
  guest: Guest,
  packet: PublishPacket,
  handlers: BrokerHandlers,
  rules: BrokerRules,
): string | undefined {
  if (packet.qos === 2) return rules.publishQos2 === 'drop' ? undefined : 'a PUBLISH with QoS 2, which is not supported'
  const message = asUplink(packet)
  if (message.payload.length > rules.payloadBytes) return `a payload of more than ${rules.payloadBytes} bytes`
  const why = handlers.mustRefuse()
  if (why !== undefined) return why
  let isAcknowledged = packet.qos === 0
  const acknowledge = (): void => {
    if (!isAcknowledged) guest.acknowledge(Number(Reflect.get(packet, 'messageId')))
    isAcknowledged = true
  }
  handlers.uplink(guest.connection, message, acknowledge)
  acknowledge()
  // It is acknowledged already: the broker must not do so again.
  packet.qos = 0
  return undefined
}

function watch(broker: Aedes, guests: Guests, handlers: BrokerHandlers): void {
  const fail = (client: Client, error: Error) => guests.get(client)?.fail(error)
  broker.on('connackSent', (packet, client) => {
    if (packet.returnCode === 0) guests.get(client)?.welcomed()
  })
  broker.on('unsubscribe', (topicFilters, client) => {
    // aedes unsubscribes a client that is closed from everything; that is no UNSUBSCRIBE of the device.
    const guest = client.closed ? undefined : guests.get(client)
    if (guest === undefined) return
    for (const topicFilter of topicFilters) handlers.unsubscribe(guest.connection, topicFilter)
  })
  broker.on('clientError', fail)
  broker.on('connectionError', fail)
}

function asError(refusal: Refusal): AuthenticateError {
  return Object.assign(new Error(returnCodes[refusal.returnCode]), { returnCode: refusal.returnCode })
}

function asUplink({ topic, payload, qos }: PublishPacket): Uplink {
  return { topicName: topic, payload: typeof payload === 'string' ? Buffer.from(payload) : payload, qos }
}
