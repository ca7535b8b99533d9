import iot, * as sdk from '@alicloud/iot20180120'
import { Config } from '@alicloud/openapi-client'
import { UserError } from '../command-line/user-error.ts'
import type { DeviceName } from '../device-names/names.ts'
import { readJson, type JsonValue } from '../cloud/model/json.ts'
import type { AccessKey } from '../cloud/openapi/access-key.ts'
import type { SetReceipt } from '../cloud/openapi/set-book.ts'
import { unsentOf } from '../cloud/openapi/unsent.ts'
import { speak } from '../command-line/language.ts'

/** Where the OpenAPI is, and with which AccessKey it is called. */
export interface CloudAddress {
  /** Host and port, without a scheme. */
  readonly endpoint: string
  readonly protocol: 'http' | 'https'
  readonly accessKey: AccessKey
  /** The id of the instance, if it has one: Aliyun wants it in every call then. */
  readonly iotInstanceId?: string
}

export interface PropertyState {
  readonly identifier: string
  readonly value: JsonValue
  /** ms since 1970; 0 for never reported. */
  readonly timeMs: number
  /** Its type in the thing model, such as `int`. */
  readonly type?: string | undefined
}

/** The calls that the command line makes with Aliyun's own client: the same to Aliyun and to the local platform. */
export interface CloudClient {
  /** `items` is the text of a JSON object, so that numbers stay as they were written: 10.0 keeps its point. */
  setProperty(device: DeviceName, items: string): Promise<SetReceipt>
  properties(device: DeviceName): Promise<PropertyState[]>
  /** ONLINE, OFFLINE, UNACTIVE or DISABLE. */
  status(device: DeviceName): Promise<string>
}

/** Every call throws UserError cloud-unreachable, or cloud-refused with Aliyun's code (exit code 2). */
export function createCloudClient(address: CloudAddress): CloudClient {
  const client = connect(address)
  const instance = address.iotInstanceId === undefined ? {} : { iotInstanceId: address.iotInstanceId }
  const named = ({ productKey, deviceName }: DeviceName) => ({ productKey, deviceName, ...instance })
  return {
    async setProperty(device, items) {
      const request = new sdk.SetDevicePropertyRequest({ ...named(device), items })
      const body = await reach(address, () => client.setDeviceProperty(request))
      const unsent = unsentOf(body.code)
      if (unsent !== undefined) return { unsent }
      return { messageId: succeeded(body).data?.messageId ?? '' }
    },
    async properties(device) {
      const request = new sdk.QueryDevicePropertyStatusRequest(named(device))
      const body = succeeded(await reach(address, () => client.queryDevicePropertyStatus(request)))
      return (body.data?.list?.propertyStatusInfo ?? []).map(({ identifier = '', value = '', time = '', dataType }) => {
        // Of a text the value is the text itself, even where that could be read as a number.
        const read = dataType === 'text' || dataType === 'date' ? value : readJson(value)
        return { identifier, value: read === 'malformed' ? value : read, timeMs: Number(time), type: dataType }
      })
    },
    async status(device) {
      const request = new sdk.GetDeviceStatusRequest(named(device))
      const body = succeeded(await reach(address, () => client.getDeviceStatus(request)))
      return body.data?.status ?? ''
    },
  }
}

function connect({ endpoint, protocol, accessKey }: CloudAddress): InstanceType<typeof iot.default> {
  // The local platform is not reached through a proxy.
  const direct = protocol === 'http' ? { noProxy: endpoint.replace(/:\d+$/, '') } : {}
  return new iot.default(new Config({ ...accessKey, ...direct, endpoint, protocol, readTimeout: 20_000 }))
}

interface Answered<Body> {
  readonly body?: Body | undefined
}

interface Outcome {
  readonly success?: boolean | undefined
  readonly code?: string | undefined
  readonly errorMessage?: string | undefined
}

async function reach<Body extends Outcome>(
  { endpoint }: CloudAddress,
  call: () => Promise<Answered<Body>>,
): Promise<Body> {
  const { body } = await call().catch((error: unknown) => {
    throw describe(error, endpoint)
  })
  if (body !== undefined) return body
  throw new UserError('cloud-refused', speak`the cloud answered nothing`, '', 2)
}

function succeeded<Body extends Outcome>(body: Body): Body {
  if (body.success === true) return body
  throw new UserError('cloud-refused', speak`${body.code ?? speak`no code`}: ${body.errorMessage ?? ''}`, '', 2)
}

/** Explains an error of the client. Those that Aliyun sent have its response in `data`, those of the network do not. */
function describe(error: unknown, endpoint: string): unknown {
  if (!(error instanceof Error)) return error
  const data: unknown = Reflect.get(error, 'data')
  if (typeof data === 'object' && data !== null && 'Code' in data) {
    const code = String(data.Code)
    return new UserError('cloud-refused', speak`${code}: ${String(Reflect.get(data, 'Message'))}`, hintFor(code), 2)
  }
  const hint = speak`is the address right, and the network there?`
  return new UserError('cloud-unreachable', speak`no answer of the OpenAPI at ${endpoint}: ${error.message}`, hint)
}

function hintFor(code: string): string {
  if (/^InvalidAccessKeyId|^SignatureDoesNotMatch/.test(code))
    return speak`is it the AccessKey of this cloud, copied whole?`
  return code === 'InvalidTimeStamp.Expired' ? speak`this computer's clock is off` : ''
}
