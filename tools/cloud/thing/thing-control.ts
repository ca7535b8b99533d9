import { nameOf, type DeviceName } from '../model/devices.ts'
import type { JsonObject } from '../model/json.ts'
import { propertyTopics, writeRequest } from './alink.ts'
import type { Sent, ThingControl } from '../model/platform-types.ts'
import type { SetResult } from './set-calls.ts'
import { pushConfig } from './config.ts'
import { desiredOf, setDesired } from './desired.ts'
import { firmwareOf, offerFirmware } from './ota.ts'
import type { ThingParts } from './parts.ts'
import { checkSettable } from './properties.ts'
import { sendRrpc } from './rrpc.ts'
import { invokeService } from './services.ts'
import { controlShadow } from './shadow.ts'
import { saveTags, tagsOf } from './tags.ts'

/** What applications may ask of devices, on the parts of the thing model. */
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

type PropertyControl = Pick<ThingControl, 'setProperty' | 'sendProperty' | 'checkProperties' | 'desired' | 'setDesired'>

function propertyControl(parts: ThingParts): PropertyControl {
  const productOf = (device: DeviceName) => parts.registry.product(device.productKey)
  return {
    async setProperty(device, params): Promise<SetResult> {
      const { sent, id } = sendSet(parts, device, params)
      if (sent === 'sent') return parts.sets.wait(device, id, params)
      return sent === 'queued' ? { outcome: sent, id } : { outcome: sent }
    },
    sendProperty: (device, params) => sendSet(parts, device, params),
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
      return online.filter(({ device }) => pushConfig(parts, nameOf(device), config)).length
    },
  }
}
