import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import type { AppKind } from '../config/check/check-config.ts'
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

const defaultFile = productFile('apps/switch/switch.ts')

export const defaultApplication: Application = { file: fromHere(defaultFile), output: 'firmware' }

/** `device(options)`, also as `iot.device({ ... })`. */
const givesIdentity = /\bdevice\s*\(\s*[^)\s]/

/** What a configuration is for, with this `--app`. */
export function kindOf(flag: string | undefined): AppKind {
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
  if (path === defaultFile) return defaultApplication
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
