import { UserError } from '../command-line/user-error.ts'
import type { DeviceName } from '../device-names/names.ts'
import { localKeyFile, readAccessKey, type AccessKey } from '../cloud/openapi/access-key.ts'
import type { CloudAddress, CloudClient } from './openapi-client.ts'
import { createControlClient, type ControlClient } from './control-client.ts'
import { readNamedDevice } from './named-device.ts'
import { type InEachLanguage, speak } from '../command-line/language.ts'
import { defaultControlPort } from '../cloud/ports.ts'

const defaultControl = `http://127.0.0.1:${defaultControlPort}`

/** The flags of all commands that call a cloud about one device. */
export const targetOptions = {
  cloud: { type: 'string', default: 'local' },
  control: { type: 'string', default: defaultControl },
  'key-file': { type: 'string', default: localKeyFile },
  device: { type: 'string' },
  'product-key': { type: 'string' },
  region: { type: 'string' },
  'instance-id': { type: 'string' },
  config: { type: 'string', default: 'device.json' },
} as const

export const targetHelp: InEachLanguage = {
  en: `  --cloud WHICH     local (npm start, npm run cloud), or aliyun: the real platform, with an AccessKey in the environment,
                    ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (local)
  --device NAME     which device, where there are several
  --product-key KEY of which product
  --control URL     where the local platform is (${defaultControl})
  --key-file FILE   its AccessKey, as it made it (${localKeyFile})
  --config FILE     for aliyun: names product, device, region and instance where no flag does (device.json)
  --region ID       for aliyun: such as cn-shanghai
  --instance-id ID  for aliyun: of instances that have one
`,
  zh: `  --cloud WHICH     local（npm start、npm run cloud），或 aliyun：真正的平台，AccessKey 由环境变量
                    ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET 给出（local）
  --device NAME     有多个设备时，指定哪一个
  --product-key KEY 属于哪个产品
  --control URL     本地平台的地址（${defaultControl}）
  --key-file FILE   本地平台生成的 AccessKey（${localKeyFile}）
  --config FILE     用于 aliyun：没有用参数给出时，产品、设备、地域和实例取自这里（device.json）
  --region ID       用于 aliyun：例如 cn-shanghai
  --instance-id ID  用于 aliyun：有实例 ID 的实例
`,
}

export interface TargetFlags {
  readonly cloud: string
  readonly control: string
  readonly 'key-file': string
  readonly device?: string | undefined
  readonly 'product-key'?: string | undefined
  readonly region?: string | undefined
  readonly 'instance-id'?: string | undefined
  readonly config: string
}

/** A device of a cloud, and the clients with which it is reached. */
export interface Target {
  readonly device: DeviceName
  readonly client: CloudClient
  /** Only for the local platform: tells what Aliyun does not, such as how long the reply took. */
  readonly local: ControlClient | undefined
}

/**
 * Finds the device that flags name. Throws UserError bad-flag, no-platform, no-such-device, device-ambiguous,
 * access-key-missing.
 */
export async function findTarget(flags: TargetFlags, environment: NodeJS.ProcessEnv): Promise<Target> {
  if (flags.cloud === 'local') return findLocal(flags)
  if (flags.cloud === 'aliyun') return findAliyun(flags, environment)
  throw new UserError('bad-flag', speak`--cloud ${flags.cloud} is unknown`, speak`wanted: local or aliyun`)
}

async function findLocal(flags: TargetFlags): Promise<Target> {
  const { control, device: deviceName, 'product-key': productKey } = flags
  if (!/^http:/.test(control) || !URL.canParse(control)) {
    throw new UserError('bad-flag', speak`--control ${control} is not an http URL`, speak`wanted: ${defaultControl}`)
  }
  const accessKey = readAccessKey(flags['key-file'])
  if (accessKey === undefined) {
    throw new UserError(
      'no-platform',
      speak`no local AccessKey in ${flags['key-file']}`,
      speak`start one first: npm start, or npm run cloud`,
    )
  }
  const local = createControlClient(new URL(control), accessKey)
  const all = await local.devices()
  const chosen = all
    .filter((one) => productKey === undefined || one.productKey === productKey)
    .filter((one) => deviceName === undefined || one.deviceName === deviceName)
  if (all.length === 0) {
    const hint = speak`make one in the local console: ${control}`
    throw new UserError('no-such-device', speak`the local platform has no device yet`, hint)
  }
  const names = (devices: readonly DeviceName[]) => devices.map((one) => one.deviceName).join(', ')
  const [device, ...others] = chosen
  if (device === undefined) {
    const there = all.map((one) => speak`${one.deviceName} of product ${one.productKey}`).join(', ')
    throw new UserError('no-such-device', speak`no device is ${askedFor(flags)}`, speak`there is ${there}`)
  }
  if (others.length > 0)
    throw new UserError('device-ambiguous', speak`say which: ${names(chosen)}`, speak`with --device NAME`)
  const client = await connect({ endpoint: new URL(control).host, protocol: 'http', accessKey })
  return { device, client, local }
}

/** What the flags ask for, as they were given: `--product-key a1X --device plug`. */
function askedFor({ device, 'product-key': productKey }: TargetFlags): string {
  const given = { '--product-key': productKey, '--device': device }
  return Object.entries(given)
    .flatMap(([flag, value]) => (value === undefined ? [] : [`${flag} ${value}`]))
    .join(' ')
}

async function findAliyun(flags: TargetFlags, environment: NodeJS.ProcessEnv): Promise<Target> {
  const named = readNamedDevice(flags.config)
  const { 'product-key': productKey = named.productKey, device: deviceName = named.deviceName } = flags
  const { region = named.region, 'instance-id': instance = named.instanceId } = flags
  const device = { productKey, deviceName }
  if (device.productKey === '' || device.deviceName === '') {
    throw new UserError(
      'no-such-device',
      speak`which device?`,
      speak`--product-key and --device, or a device.json that names it`,
    )
  }
  const client = await connect({
    endpoint: `iot.${region || 'cn-shanghai'}.aliyuncs.com`,
    protocol: 'https',
    accessKey: readKey(environment),
    ...(instance === '' ? {} : { iotInstanceId: instance }),
  })
  return { device, client, local: undefined }
}

/** Loads the official client, which takes a third of a second, only when it is needed. */
async function connect(address: CloudAddress): Promise<CloudClient> {
  const { createCloudClient } = await import('./openapi-client.ts')
  return createCloudClient(address)
}

function readKey(environment: NodeJS.ProcessEnv): AccessKey {
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId = '', ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret = '' } =
    environment
  if (accessKeyId !== '' && accessKeySecret !== '') return { accessKeyId, accessKeySecret }
  const hint = speak`set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET`
  throw new UserError('access-key-missing', speak`Aliyun wants an AccessKey`, hint)
}
