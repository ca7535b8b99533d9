import { plug } from '../../local-platform/official-client.ts'

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

export const paths = words(`
  / /index.html /api/devices /api/device /api/device/remove /api/device/disable /api/device/connection /api/history
  /api/log /api/set-result /api/desired /api/service /api/publish /api/fault /api/board /api/property-set
  /api/session /api/login /api/logout /api/nothing
  /../package.json /%2e%2e/package.json //etc/passwd /assets/../../package.json /constructor
`)

export const actions = words(`
  RegisterDevice QueryDeviceDetail GetDeviceStatus QueryDevicePropertyStatus QueryDevicePropertyData SetDeviceProperty
  SetDevicesProperty SetDeviceDesiredProperty InvokeThingService Pub RRpc QueryDevice DisableThing EnableThing toString
`)

/** Fields of the console's calls; with a capital, parameters of the OpenAPI. */
export const fields = words(`
  productKey deviceName params values identifier args topicName payload qos fault delayMs refuseConnect limit fromMs toMs
  beforeId types messageId encoding disabled isPowered password action version items versions startTime endTime pageSize
  currentPage asc timeout topic topicFullName messageContent requestBase64Byte iotId nickname deviceName.1 deviceName.2
`)

export const odd: readonly unknown[] = [
  ...[
    '',
    ' ',
    '\0',
    '%',
    '{',
    '__proto__',
    'constructor',
    plug.productKey,
    plug.deviceName,
    'PowerSwitch_1',
    '1',
    '-1',
  ],
  ...['9'.repeat(400), 'NaN', '中文', '\ud800', '<script>', "' OR 1=1 --", 'kick', 'drop', 'switch', 'x'.repeat(3000)],
  ...['/a/b', `/${plug.productKey}/${plug.deviceName}/user/get`, 'aGVsbG8=', '{"PowerSwitch_1":1}', '{"__proto__":{}}'],
  ...[0, 1, -1, 1e308, 2 ** 53, 0.5, true, false, null, [], {}, [[]], { PowerSwitch_1: 1 }],
  JSON.parse('{"__proto__":1,"toString":null,"valueOf":null}'),
]
