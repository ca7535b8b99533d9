import type { RrpcResult } from '../thing/rrpc.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { JsonObject } from '../model/json.ts'
import { longestTopicBytes } from '../session/topics.ts'
import { findService, type DataType, type TslService } from '../../thing-model/tsl.ts'
import type { ValueFault } from '../model/tsl-values.ts'
import { need, OpenApiError, readNumber, type Call } from './call.ts'
import type { Actions } from './action.ts'
import { findPointless, readObject } from './json-parameter.ts'
import { findDevice, noProduct } from './names.ts'
import { unsentError } from './unsent.ts'

const broker = (code: string, message: string) => new OpenApiError(`iot.messagebroker.${code}`, message)

const wrongTopic = () => broker('InvalidFormattedTopicName', 'Format of the topic is invalid.')

/** Messages: services, publishes and synchronous calls. */
export const messageActions: Actions = {
  async InvokeThingService(call, { platform }) {
    const device = findDevice(call, platform)
    const [args, identifier] = [readObject(call, 'Args'), need(call, 'Identifier')]
    const fault = findPointless(args, inputTypes(findService(platform.product(device.productKey), identifier)))
    if (fault !== undefined && platform.rules.floatWithoutPoint === 'refuse') throw failed(fault)
    const result = await platform.invokeService(nameOf(device), identifier, args.value)
    switch (result.outcome) {
      case 'sent':
      case 'queued':
        return { Data: { MessageId: result.id, Result: '' } }
      case 'answered':
        return { Data: { MessageId: result.id, Result: JSON.stringify(result.data) } }
      case 'refused':
        throw failed(result)
      case 'no-reply':
        throw broker('TIMEOUT', 'Failed because of timeout.')
      default:
        throw unsentError(result.outcome)
    }
  },

  Pub(call, { platform }) {
    const productKey = need(call, 'ProductKey')
    if (!platform.productKeys().includes(productKey)) throw noProduct()
    const topicName = need(call, 'TopicFullName')
    const device = ownerOf(topicName, productKey)
    if (device === undefined) throw wrongTopic()
    if (platform.device(device) === undefined) {
      throw new OpenApiError('iot.device.NotExistedDevice', 'The specified device does not exist.')
    }
    const qos = readNumber(call, 'Qos', { from: 0, to: 1, otherwise: 0, code: 'iot.messagebroker.InvalidFormattedQos' })
    const payload = readBase64(call, 'MessageContent', 'NullMessageContent')
    // As in MQTT, success means that the platform accepted the message. One that it dropped was not accepted.
    const sent = platform.publish(device, topicName, payload, qos === 0 ? 0 : 1)
    if (sent === 'rate-limited') throw unsentError(sent)
    return { MessageId: String(BigInt(Date.now()) * 1_000_000n + BigInt(Math.floor(Math.random() * 1_000_000))) }
  },

  async RRpc(call, { platform }) {
    const device = { productKey: need(call, 'ProductKey'), deviceName: need(call, 'DeviceName') }
    if (platform.device(device) === undefined) {
      throw new OpenApiError('iot.device.NotExistedDevice', 'The specified device does not exist.')
    }
    const code = 'iot.messagebroker.InvalidTimeoutValue'
    const timeoutMs = readNumber(call, 'Timeout', { from: 1000, to: 8000, code })
    const topic = call.parameters.get('Topic')
    if (topic !== undefined && !isTopicName(topic)) throw wrongTopic()
    const payload = readBase64(call, 'RequestBase64Byte', 'NullMessageContent')
    const result = await platform.rrpc(device, payload, topic === undefined ? { timeoutMs } : { timeoutMs, topic })
    return rrpcAnswer(result)
  },
}

function failed({ code, message }: ValueFault): OpenApiError {
  return new OpenApiError('iot.device.InvokeThingServiceFailed', `${code} ${message}`)
}

/** Returns the data type of a service's input parameter by its name. */
function inputTypes(service: TslService | undefined): (name: string) => DataType | undefined {
  const fields = (service?.inputData ?? []).filter((field) => typeof field !== 'string')
  return (name) => fields.find(({ identifier }) => identifier === name)?.dataType
}

/**
 * The response when the call itself succeeded; RrpcCode says what the device did (documented). MessageId is a string,
 * as in the other calls. It is documented as a number of 18 digits, which clients in JavaScript cannot read exactly.
 */
function rrpcAnswer(result: RrpcResult): JsonObject {
  switch (result.outcome) {
    case 'answered':
      return {
        RrpcCode: 'SUCCESS',
        PayloadBase64Byte: result.payload.toString('base64'),
        MessageId: result.id,
      }
    case 'no-reply':
      return { RrpcCode: 'TIMEOUT', MessageId: result.id }
    case 'offline':
      return { RrpcCode: 'OFFLINE' }
    default:
      return { RrpcCode: 'UNKNOW' }
  }
}

function isTopicName(text: string): boolean {
  return text.startsWith('/') && !/[+#\0]/.test(text) && Buffer.byteLength(text) <= longestTopicBytes
}

/**
 * The device of a topic `/{productKey}/{deviceName}/...`, which may follow `/sys`, `/shadow/get`, `/ota/device/upgrade` or
 * `/ext/...`; undefined for any other topic.
 */
function ownerOf(topicName: string, productKey: string): DeviceName | undefined {
  const levels = topicName.split('/')
  const at = levels.indexOf(productKey)
  const deviceName = levels[at + 1]
  const isWrong = levels[0] !== '' || at < 1 || !isTopicName(topicName)
  return isWrong || deviceName === undefined || deviceName === '' ? undefined : { productKey, deviceName }
}

function readBase64(call: Call, name: string, missing: string): Buffer {
  const text = call.parameters.get(name) ?? ''
  if (text === '') throw broker(missing, 'Message content cannot be empty.')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    throw broker('MessageContentIsNotBase64Encode', 'The message content is not base64 encoded.')
  }
  return Buffer.from(text, 'base64')
}
