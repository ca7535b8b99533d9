import type { Duplex } from 'node:stream'
import { Aedes, type AedesOptions, type AuthenticateError, type Client, type PublishPacket } from 'aedes'
import type { Clock } from '../board/clock.ts'
import type { BrokerHandlers, Uplink } from './connection.ts'
import { createGuest, type Guest } from './guest.ts'
import { returnCodes, type Refusal } from './login.ts'

export interface Broker {
  /** Serves one device over a stream: a TCP socket, or any other. */
  attach(stream: Duplex, address: string): void
  /** Ends every connection and timer. */
  close(): Promise<void>
}

/**
 * What devices publish is moved out of every topic filter's reach, because aedes would forward it to subscribers:
 * on Aliyun a device's messages go to the platform, and only the platform publishes to devices.
 */
const uplinkPrefix = '$uplink'

const longestTimeoutMs = 2 ** 31 - 1

/** aedes with Aliyun's rules in its hooks. The only file, beside guest.ts, that knows aedes. */
export async function createBroker(handlers: BrokerHandlers, clock: Clock, connectWaitMs: number): Promise<Broker> {
  const guests = new Map<Client, Guest>()
  const broker = await Aedes.createBroker({
    // Guests wait for CONNECT on the platform's clock.
    connectTimeout: longestTimeoutMs,
    // The rule of 3.1 about 23 characters is not Aliyun's; the login knows the real one.
    maxClientsIdLength: 65_535,
    ...loginHooks(guests),
    ...topicHooks(guests, handlers),
  })
  watch(broker, guests, handlers)
  return {
    attach(stream, address) {
      const client = broker.handle(stream)
      answerStrangeLevels(client, stream)
      const guest = createGuest({ client, address, handlers, clock, connectWaitMs })
      guests.set(client, guest)
      stream.once('close', () => {
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
 * A CONNECT of a level that is none of 3, 4 and 5 fails in the parser, and aedes closes without a word; the standard
 * wants CONNACK 1 before that [MQTT-3.1.2-2].
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
      else void guest.enter(verdict).then(() => done(null, true))
    },
  }
}

function topicHooks(guests: Guests, handlers: BrokerHandlers): AedesOptions {
  return {
    authorizePublish(client, packet, done) {
      const guest = client === null ? undefined : guests.get(client)
      if (guest !== undefined) handlers.heard(guest.connection)
      if (packet.qos === 2) return done(new Error('a PUBLISH with QoS 2, which is not supported'))
      packet.retain = false
      packet.topic = uplinkPrefix + packet.topic
      done(null)
    },
    authorizeSubscribe(client, subscription, done) {
      const connection = guests.get(client)?.connection
      if (connection === undefined) return done(null, null)
      handlers.heard(connection)
      // aedes grants the QoS asked for and cannot lower a 2, so a 2 is refused.
      const granted = subscription.qos < 2 && handlers.subscribe(connection, subscription.topic, subscription.qos)
      // Kept as 1, or aedes would lower the publisher's QoS to the subscription's.
      done(null, granted ? { ...subscription, qos: 1 } : null)
    },
    published(packet, client, done) {
      const guest = guests.get(client)
      if (guest !== undefined && packet.topic.startsWith(uplinkPrefix))
        handlers.uplink(guest.connection, asUplink(packet))
      done(null)
    },
  }
}

function watch(broker: Aedes, guests: Guests, handlers: BrokerHandlers): void {
  const heard = (client: Client) => {
    const guest = guests.get(client)
    if (guest !== undefined) handlers.heard(guest.connection)
  }
  const fail = (client: Client, error: Error) => guests.get(client)?.fail(error)
  broker.on('connackSent', (packet, client) => {
    const guest = guests.get(client)
    if (guest !== undefined && packet.returnCode === 0) handlers.ready(guest.connection, client.clean)
  })
  broker.on('ping', (_packet, client) => heard(client))
  broker.on('ack', (_packet, client) => heard(client))
  broker.on('unsubscribe', (topicFilters, client) => {
    // aedes unsubscribes a closed client from everything, which nobody asked for.
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

function asUplink(packet: PublishPacket): Uplink {
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
  return { topicName: packet.topic.slice(uplinkPrefix.length), payload, qos: packet.qos }
}
