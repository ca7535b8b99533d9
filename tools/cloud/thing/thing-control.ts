import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { JsonObject } from '../model/json.ts'
import { propertyTopics, writeRequest } from './alink.ts'
import type { DesiredResult, Sent, ServiceResult, SetResult } from '../model/outcomes.ts'
import { type RrpcResult, sendRrpc } from './rrpc.ts'
import { type FirmwareOffer, firmwareOf, offerFirmware } from './ota.ts'
import { pushConfig } from './config.ts'
import { desiredOf, setDesired } from './desired.ts'
import type { DesiredValue, FirmwareRecord, ShadowRecord } from '../model/documents.ts'
import type { ThingParts } from './parts.ts'
import { checkSettable } from './properties.ts'
import { invokeService } from './services.ts'
import { controlShadow } from './shadow.ts'
import { saveTags, tagsOf } from './tags.ts'

/** A property set that was sent or queued, or could not be. */
export interface StartedSet {
  /** The id in the message, and in the events `property-set` and `set-reply`. */
  readonly id: string
  readonly sent: Sent
  /** What becomes of it: its reply, and the property post that follows. Never rejects. */
  readonly result: Promise<SetResult>
}

/** What applications can do with devices. Nothing here rejects or throws because of what a device does. */
export interface ThingControl {
  /** Sends a property set, before it returns. */
  setProperty(device: DeviceName, params: JsonObject): StartedSet
  /** What is wrong with values that are to be set: an Alink code and text; undefined if nothing is. */
  checkProperties(device: DeviceName, params: JsonObject): { code: number; message: string } | undefined
  /** Calls a service as its TSL says, asynchronously or over RRPC. */
  invokeService(device: DeviceName, identifier: string, args: JsonObject): Promise<ServiceResult>
  /** Makes a synchronous call, on the custom topic `topic` (which starts with /) or on the system topic. */
  rrpc(device: DeviceName, payload: Buffer, options?: { topic?: string; timeoutMs?: number }): Promise<RrpcResult>
  /** Publishes any message on any topic; the device gets it if it subscribed, or needs no subscription. */
  publish(device: DeviceName, topicName: string, payload: string | Buffer, qos?: 0 | 1): Sent
  /**
   * Publishes on `/{productKey}/{deviceName}/{suffix}`, such as `user/get`. Returns false if the device does not get
   * it.
   */
  publishToUser(device: DeviceName, suffix: string, payload: string | Buffer, qos?: 0 | 1): boolean
  /**
   * Publishes to every online device of a product; with `name` only to those that subscribed to
   * `/broadcast/{productKey}/{name}`. Returns to how many.
   */
  broadcast(productKey: string, payload: string | Buffer, name?: string): number
  desired(device: DeviceName): Readonly<Record<string, DesiredValue>>
  /**
   * Sets desired values, and sends a property set to a device that is online. If a version is wrong, nothing is set.
   */
  setDesired(device: DeviceName, values: JsonObject, versions?: Readonly<Record<string, number>>): DesiredResult
  tags(device: DeviceName): Readonly<Record<string, string>>
  setTags(device: DeviceName, tags: Readonly<Record<string, string>>): void
  removeTags(device: DeviceName, keys: readonly string[]): void
  shadow(device: DeviceName): ShadowRecord | undefined
  /** Changes the shadow's desired part. Returns false if `version` is not above the stored one. */
  updateShadow(device: DeviceName, desired: JsonObject, version: number): boolean
  firmware(device: DeviceName): FirmwareRecord
  /** Offers a firmware. It is pushed now and at each login until the device reports its version. */
  offerFirmware(device: DeviceName, offer: FirmwareOffer): void
  /** Sets the remote configuration of a product, and pushes it to its online devices. Returns to how many. */
  pushConfig(productKey: string, config: JsonObject): number
}

/** Makes what applications use, from the parts of the thing model. */
export function createThingControl(parts: ThingParts): ThingControl {
  return { ...propertyControl(parts), ...callControl(parts), ...recordControl(parts) }
}

const setMethod = 'thing.service.property.set'

function sendSet(parts: ThingParts, device: DeviceName, params: JsonObject): { sent: Sent; id: string } {
  const id = parts.nextId()
  const payload = writeRequest(id, setMethod, params)
  const sent = parts.downlink.send(device, propertyTopics(device).set, payload, parts.rules.propertySetQos)
  if (sent === 'sent' || sent === 'queued') parts.hub.emit({ type: 'property-set', device: nameOf(device), id, params })
  return { sent, id }
}

type PropertyControl = Pick<ThingControl, 'setProperty' | 'checkProperties' | 'desired' | 'setDesired'>

function propertyControl(parts: ThingParts): PropertyControl {
  const productOf = (device: DeviceName) => parts.registry.product(device.productKey)
  return {
    setProperty(device, params) {
      const { sent, id } = sendSet(parts, device, params)
      if (sent === 'sent') return { id, sent, result: parts.sets.wait(device, id, params) }
      return { id, sent, result: Promise.resolve(sent === 'queued' ? { outcome: sent, id } : { outcome: sent }) }
    },
    checkProperties: (device, params) => checkSettable(productOf(device), params, parts.rules),
    desired: (device) => desiredOf(parts, device),
    setDesired(device, values, versions = {}) {
      const name = nameOf(device)
      const send = (): string | null => {
        const isOnline = parts.sessions.online(device) !== undefined
        if (!isOnline || !parts.rules.desiredTriggersSet) return null
        const { sent, id } = sendSet(parts, name, values)
        return sent === 'sent' ? id : null
      }
      return setDesired(parts, name, productOf(device), { values, versions }, send)
    },
  }
}

type CallControl = Pick<ThingControl, 'invokeService' | 'rrpc' | 'publish' | 'publishToUser' | 'broadcast'>

function callControl(parts: ThingParts): CallControl {
  const { downlink, registry, sessions } = parts
  return {
    invokeService: (device, identifier, args) =>
      invokeService(parts, nameOf(device), registry.product(device.productKey), identifier, args),
    rrpc: (device, payload, options = {}) => sendRrpc(parts, nameOf(device), payload, options),
    publish: (device, topicName, payload, qos = 0) => downlink.send(device, topicName, payload, qos),
    publishToUser(device, suffix, payload, qos = 0) {
      const topicName = `/${device.productKey}/${device.deviceName}/${suffix}`
      return downlink.send(device, topicName, payload, qos) === 'sent'
    },
    broadcast(productKey, payload, name) {
      const id = parts.nextId()
      const topicFor = ({ deviceName }: DeviceName) =>
        name === undefined
          ? `/sys/${productKey}/${deviceName}/broadcast/request/${id}`
          : `/broadcast/${productKey}/${name}`
      const online = sessions.all().filter(({ device, ready }) => ready && device.productKey === productKey)
      return online.filter(({ device }) => downlink.send(device, topicFor(device), payload, 1) === 'sent').length
    },
  }
}

type RecordControl = Omit<ThingControl, keyof PropertyControl | keyof CallControl>

function recordControl(parts: ThingParts): RecordControl {
  const { store, sessions } = parts
  return {
    tags: (device) => tagsOf(parts, device),
    setTags: (device, tags) => saveTags(parts, nameOf(device), { ...tagsOf(parts, device), ...tags }),
    removeTags(device, keys) {
      const kept = Object.entries(tagsOf(parts, device)).filter(([key]) => !keys.includes(key))
      saveTags(parts, nameOf(device), Object.fromEntries(kept))
    },
    shadow: (device) => store.read('shadow', `${device.deviceName}&${device.productKey}`),
    updateShadow: (device, desired, version) => controlShadow(parts, nameOf(device), desired, version),
    firmware: (device) => firmwareOf(parts, device),
    offerFirmware: (device, offer) => offerFirmware(parts, nameOf(device), offer),
    pushConfig(productKey, config) {
      store.write('config', productKey, config)
      const online = sessions.all().filter(({ device, ready }) => ready && device.productKey === productKey)
      return online.filter((session) => pushConfig(parts, session, config)).length
    },
  }
}
