import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, relative, resolve, sep } from 'node:path'
import type { AppKind } from '../config/check/app-kind.ts'
import { sectionOf } from '../config/check/section.ts'
import { readConfigValue } from '../config/file/config-file.ts'
import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
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

const defaultFile = 'apps/switch/switch.ts'

export const defaultApplication: Application = { file: defaultFile, output: 'firmware' }

/** Properties on pins, for a device.json with the section `properties`. */
const propertiesFile = 'apps/properties/properties.ts'
export const propertiesApplication: Application = { file: propertiesFile, output: 'properties.firmware' }

/** `device(options)`, also as `iot.device({ ... })`. */
const givesIdentity = /\bdevice\s*\(\s*[^)\s]/

/** What a configuration is for, with this `--app`. */
export function kindOf(flag: string | undefined): AppKind {
  if (flag === undefined) return 'by-section'
  const application = readApplication(flag)
  if (application === defaultApplication) return 'switch'
  if (application === propertiesApplication) return 'properties'
  return givesIdentity.test(readFileSync(application.file, 'utf8')) ? 'own-identity' : 'own'
}

/**
 * The application of a configuration where no `--app` is given: properties on pins where it has the section `properties` and no
 * switches, else the switch. What is wrong with the configuration is for others to say.
 */
export function applicationOf(config: unknown): Application {
  const { properties, switches } = sectionOf(config) ?? {}
  return properties !== undefined && switches === undefined ? propertiesApplication : defaultApplication
}

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
  if (path === resolve(defaultFile)) return defaultApplication
  if (path === resolve(propertiesFile)) return propertiesApplication
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
  const file = relative('', path).replaceAll(sep, '/')
  return { file, output: `${basename(path, extension)}.firmware` }
}
