import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, relative, resolve, sep } from 'node:path'
import type { AppKind } from '../config/check/check-config.ts'
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

/** The firmware without an application, as a module of Storage for Espruino's `require` (docs/module.md). */
export const moduleApplication: Application = { file: 'apps/module/aliyun.ts', output: 'aliyun' }

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

/** What a configuration is for, with this `--app` or with `--module`. */
export function kindOf(flag: string | undefined, module = false): AppKind {
  if (module) return 'own'
  const application = readApplication(flag)
  if (application === defaultApplication) return 'switch'
  return givesIdentity.test(readFileSync(application.file, 'utf8')) ? 'own-identity' : 'own'
}

/**
 * The application that `--app` names, else the switch. Throws UserError no-application: there is no such file, it is a folder, it is
 * of another kind, or it lies in firmware/.
 */
export function readApplication(flag: string | undefined): Application {
  if (flag === undefined) return defaultApplication
  const path = resolve(flag)
  if (path === resolve(defaultFile)) return defaultApplication
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
