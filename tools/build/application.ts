import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import type { AppKind } from '../config/check/app-kind.ts'
import { sectionOf } from '../config/check/section.ts'
import { readConfigValue } from '../config/file/config-file.ts'
import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import { fromHere, productFile } from '../product/product-files.ts'
import { isOurs } from './passes/ours.mjs'

/** What runs on the firmware: the module that the script begins with. */
export interface Application {
  /** From the current directory on, with slashes. */
  readonly file: string
  /** What the files of its build are called, before `.js`: no other application has files of these names. */
  readonly output: string
}

/** The flag of every verb that builds. */
export const applicationFlag = { type: 'string' } as const

interface OfConfig extends Application {
  readonly path: string
  /** What its configuration is checked as. */
  readonly kind: AppKind
}

const ofConfig = (path: string, output: string, kind: AppKind): OfConfig => ({
  ...{ file: fromHere(productFile(path)), output },
  ...{ path: productFile(path), kind },
})

export const defaultApplication = ofConfig('apps/switch/switch.ts', 'firmware', 'switch')

/** Properties on pins, for a device.json with the section `properties`. */
export const propertiesApplication = ofConfig('apps/properties/properties.ts', 'properties.firmware', 'properties')

/** The two for a device.json with `"desired": true`: they ask for desired properties, too. */
export const desiredSwitchApplication = ofConfig(
  'apps/switch/switch-desired.ts',
  'switch-desired.firmware',
  'switch-desired',
)
export const desiredPropertiesApplication = ofConfig(
  'apps/properties/properties-desired.ts',
  'properties-desired.firmware',
  'properties-desired',
)

/** All that a device.json alone can ask for. */
const allOfConfig = [
  ...[defaultApplication, propertiesApplication],
  ...[desiredSwitchApplication, desiredPropertiesApplication],
]

/** The firmware without an application, as a module of Storage for Espruino's `require` (docs/module.md). */
export const moduleApplication: Application = { file: fromHere(productFile('apps/module/aliyun.ts')), output: 'aliyun' }

/** The flag of the verbs that know it. */
export const moduleFlag = { type: 'boolean', default: false } as const

/** The module is for Espruino. */
export function refuseModuleOn(title: string): never {
  throw new UserError(
    'bad-flag',
    speak`--module is not there for the ${title}: it runs Kaluma, and the module is for Espruino's require`,
    speak`an application of your own: --app FILE`,
  )
}

/** Refuses flags that ask for something else than the module. Throws UserError bad-flag. */
export function refuseBeside(others: Readonly<Record<string, string | boolean | undefined>>): void {
  for (const [name, value] of Object.entries(others)) {
    if (value === undefined || value === false) continue
    const flag = value === true ? `--${name}` : `--${name} ${value}`
    throw new UserError('bad-flag', speak`--module and ${flag} exclude each other`, speak`wanted: one of them`)
  }
}

/** `device(options)`, also as `iot.device({ ... })`. */
const givesIdentity = /\bdevice\s*\(\s*[^)\s]/

/** What a configuration is for, with this `--app` or with `--module`. Throws UserError no-application, and bad-flag with both. */
export function kindOf(flag: string | undefined, module = false): AppKind {
  if (module) {
    refuseBeside({ app: flag })
    return 'own'
  }
  if (flag === undefined) return 'by-section'
  const application = readApplication(flag)
  const known = allOfConfig.find((one) => one === application)
  if (known !== undefined) return known.kind
  return givesIdentity.test(readFileSync(application.file, 'utf8')) ? 'own-identity' : 'own'
}

/**
 * The application of a configuration where no `--app` is given: properties on pins where it has the section `properties` and no
 * switches, else the switch; with the key `desired` the one of them that asks for desired properties. What is wrong with the
 * configuration is for others to say.
 */
export function applicationOf(config: unknown): Application {
  const { properties, switches, desired } = sectionOf(config) ?? {}
  const isProperties = properties !== undefined && switches === undefined
  if (desired !== undefined) return isProperties ? desiredPropertiesApplication : desiredSwitchApplication
  return isProperties ? propertiesApplication : defaultApplication
}

/** Whether it is the switch, with desired properties or without. */
export const isSwitchApplication = (application: Application): boolean =>
  application === defaultApplication || application === desiredSwitchApplication

/** As applicationOf(), of a file that may be missing or wrong. */
function applicationOfFile(file: string): Application {
  try {
    return applicationOf(readConfigValue(file))
  } catch (error) {
    if (error instanceof UserError) return defaultApplication
    throw error
  }
}

/**
 * The application that `--app` names, else the one that `config` asks for, the path of a device.json; else the switch. Throws UserError no-application: there is no such file, it is a folder, it is
 * of another kind, or it lies in firmware/.
 */
export function readApplication(flag: string | undefined, config?: string): Application {
  if (flag === undefined) return config === undefined ? defaultApplication : applicationOfFile(config)
  const path = resolve(flag)
  const known = allOfConfig.find((one) => one.path === path)
  if (known !== undefined) return known
  const hint = speak`wanted: a file of your own that ends in .ts or .js`
  if (!existsSync(path)) throw new UserError('no-application', speak`--app ${flag}: there is no such file`, hint)
  if (!statSync(path).isFile()) throw new UserError('no-application', speak`--app ${flag} is not a file`, hint)
  const extension = extname(path)
  if (/\.d\.ts$/.test(path)) throw new UserError('no-application', speak`--app ${flag} declares types only`, hint)
  if (extension !== '.ts' && extension !== '.js')
    throw new UserError('no-application', speak`--app ${flag} is neither TypeScript nor JavaScript`, hint)
  if (isOurs(path))
    throw new UserError(
      'no-application',
      speak`--app ${flag} is a part of the firmware`,
      speak`wanted: a file outside firmware/`,
    )
  return { file: fromHere(path), output: `${basename(path, extension)}.firmware` }
}
