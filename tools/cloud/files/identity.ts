import { readTextFile } from '../../local-files/text-file.ts'
import { UserError } from '../../command-line/user-error.ts'
import { deviceSecretVariable } from '../../command-line/secret-variable.ts'
import { deviceNameWanted, isDeviceName } from '../../device-names/names.ts'
import { isProductKey, productKeyWanted, readDeviceFile, type DeviceFile } from './device-file.ts'
import { speak } from '../../command-line/language.ts'

/** What the command line says about the devices. */
export interface IdentitySource {
  /** A device file. */
  readonly devices?: string | undefined
  readonly productKey?: string | undefined
  readonly deviceName?: string | undefined
  /** A file whose first line is the deviceSecret, or `-` for standard input. */
  readonly secretsFrom?: string | undefined
}

/**
 * The devices that may log in: those of a file, or one named by flags. Without either there are none; they can be made
 * in the console. Throws UserError no-devices, bad-flag, secret-missing, or what the device file has wrong.
 */
export function readIdentities(source: IdentitySource, environment: NodeJS.ProcessEnv): DeviceFile {
  const { devices, productKey, deviceName } = source
  if (devices !== undefined && (productKey !== undefined || deviceName !== undefined)) {
    throw new UserError('no-devices', speak`--devices and --product-key/--device-name exclude each other`)
  }
  if (devices !== undefined) return readDeviceFile(devices)
  if (productKey === undefined && deviceName === undefined) return { devices: [], product: {}, products: {} }
  if (productKey === undefined || deviceName === undefined) {
    const hint = speak`and the secret in ${deviceSecretVariable} or from --secrets-from; or a file with --devices FILE`
    throw new UserError('no-devices', speak`a device has two names: --product-key and --device-name`, hint)
  }
  refuseFlag('--product-key', productKey, isProductKey(productKey), speak(productKeyWanted))
  refuseFlag('--device-name', deviceName, isDeviceName(deviceName), speak(deviceNameWanted))
  const deviceSecret = readSecret(source.secretsFrom, environment)
  return { devices: [{ productKey, deviceName, deviceSecret }], product: {}, products: {} }
}

function refuseFlag(flag: string, value: string, isRight: boolean, wanted: string): void {
  if (!isRight) throw new UserError('bad-flag', speak`${`${flag} ${value}`}: wanted ${wanted}`)
}

function readSecret(from: string | undefined, environment: NodeJS.ProcessEnv): string {
  const words = { missing: 'secret-missing', invalid: 'secret-missing', hint: '' }
  const text = from === undefined ? (environment[deviceSecretVariable] ?? '') : readTextFile(from, words)
  const secret = text.split(/\r?\n/, 1)[0]?.trim() ?? ''
  if (secret !== '') return secret
  const where = from === undefined ? speak`${deviceSecretVariable} is not set` : speak`${from} has no first line`
  throw new UserError(
    'secret-missing',
    speak`no deviceSecret: ${where}`,
    speak`set ${deviceSecretVariable}, or --secrets-from FILE|-`,
  )
}
