import { nameOf } from '../../device-names/names.ts'
import type { JsonValue } from '../model/json.ts'
import { isReturnCode, type ReturnCode } from '../model/return-codes.ts'
import { payloadOf, topicOf } from './payload.ts'
import { BadCall, deviceOf, numberOf, objectOf, textOf, type Input, type Routes } from './routes.ts'

/** What a person can do with a device: debug it, cause faults. */
export const controlRoutes = {
  '/api/property-set': {
    POST(input, { platform }) {
      const device = nameOf(deviceOf(input, { platform }))
      const params = objectOf(input, 'params')
      if (Object.keys(params).length === 0) throw new BadCall(400, 'bad-call', 'params wants at least one property')
      // With `unchecked` a device gets what the platform would never send it: to see what it makes of that.
      const fault = input['unchecked'] === true ? undefined : platform.checkProperties(device, params)
      if (fault !== undefined) return { outcome: 'refused', ...fault }
      return platform.setProperty(device, params).result
    },
  },
  '/api/set-result': {
    async GET(input, { sets }) {
      const result = await sets.result(textOf(input, 'messageId'))
      if (result === undefined) throw new BadCall(404, 'no-such-set', 'no set of this MessageId is remembered')
      return result
    },
  },
  '/api/desired': {
    POST(input, { platform }) {
      return platform.setDesired(nameOf(deviceOf(input, { platform })), objectOf(input, 'values'))
    },
  },
  '/api/service': {
    POST(input, { platform }) {
      const device = nameOf(deviceOf(input, { platform }))
      const { callType } = input
      if (callType !== undefined && callType !== 'async' && callType !== 'sync') {
        throw new BadCall(400, 'bad-call', 'callType wants async or sync')
      }
      const options = { callType: callType ?? 'async', unchecked: input['unchecked'] === true } as const
      return platform.invokeService(device, textOf(input, 'identifier'), objectOf(input, 'args'), options)
    },
  },
  '/api/publish': {
    POST(input, { platform }) {
      const device = nameOf(deviceOf(input, { platform }))
      const topicName = topicOf(input, 'topicName')
      const qos = numberOf(input, 'qos', 0, 1, 0) === 0 ? 0 : 1
      return { sent: platform.publish(device, topicName, payloadOf(input), qos) }
    },
  },
  '/api/fault': {
    POST(input, { platform }) {
      const device = nameOf(deviceOf(input, { platform }))
      switch (input['fault']) {
        case 'kick':
          return { done: platform.kick(device) }
        case 'drop':
          return { done: platform.drop(device) }
        case 'switch':
          platform.setFaults(device, readFaults(input))
          return { faults: platform.faults(device) }
        default:
          throw new BadCall(400, 'bad-call', 'fault wants kick, drop or switch')
      }
    },
  },
} satisfies Partial<Routes>

/** The longest delay: longer than any deadline of a device. */
const longestDelayMs = 120_000

function readFaults(input: Input) {
  const { swallowPingResp, refuseConnect, delayMs } = input
  return {
    ...(typeof swallowPingResp === 'boolean' ? { swallowPingResp } : {}),
    ...(refuseConnect === undefined ? {} : { refuseConnect: readCode(refuseConnect) }),
    ...(delayMs === undefined ? {} : { delayMs: numberOf(input, 'delayMs', 0, longestDelayMs) }),
  }
}

function readCode(value: JsonValue): ReturnCode | null {
  if (value === null || isReturnCode(value)) return value
  throw new BadCall(400, 'bad-call', 'refuseConnect wants 1 to 5, or null')
}
