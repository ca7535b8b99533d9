import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { decodeText } from '../../local-files/text-file.ts'
import { isDiskFault, whyNot, UserError } from '../../command-line/user-error.ts'
import { speak } from '../../command-line/language.ts'
import { isJsonObject, readJson } from '../model/json.ts'

/** With which calls of the OpenAPI are signed: an AccessKey pair as Aliyun's. */
export interface AccessKey {
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

/** Where the local platform keeps its pair, for npm run set and npm run status on the same computer. */
export const localKeyFile = '.cloud/access-key.json'

/** Makes a new pair. Its id cannot be mistaken for one of Aliyun's, which begin with LTAI. */
export function makeAccessKey(): AccessKey {
  return {
    accessKeyId: `LOCAL${randomBytes(8).toString('hex')}`,
    accessKeySecret: randomBytes(24).toString('base64url'),
  }
}

/**
 * Reads the pair in a file, which is created at the first start; only its owner may read it. Throws UserError
 * access-key-broken, not-written if the disk is full, and data-denied if its folder cannot be written; `otherwise` is
 * the hint then.
 */
export function keepAccessKey(file = localKeyFile, otherwise = speak`work in a folder that may be written`): AccessKey {
  try {
    return readAccessKey(file) ?? makeKeyFile(file)
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error
    if (isDiskFault(error)) {
      const hint = speak`make room, or name another folder with --data`
      throw new UserError('not-written', speak`cannot write ${file}: ${whyNot(error) ?? ''}`, hint)
    }
    const what = speak`cannot use the folder ${dirname(file)}: ${error.message}`
    throw new UserError('data-denied', what, speak`mend its rights, or ${otherwise}`)
  }
}

function makeKeyFile(file: string): AccessKey {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomUUID()}.tmp`
  try {
    writeFileSync(draft, `${JSON.stringify(makeAccessKey())}\n`, { mode: 0o600, flag: 'wx' })
    // If two processes start at once, both use the pair of the first.
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  const kept = readAccessKey(file)
  if (kept === undefined) throw new Error(`${file} vanished`)
  return kept
}

/** Reads the pair in a file; undefined if there is no file. Throws UserError access-key-broken. */
export function readAccessKey(file = localKeyFile): AccessKey | undefined {
  const text = readIfThere(file)
  if (text === undefined) return undefined
  const content = readJson(text)
  const { accessKeyId, accessKeySecret } = isJsonObject(content) ? content : {}
  if (typeof accessKeyId === 'string' && typeof accessKeySecret === 'string') return { accessKeyId, accessKeySecret }
  throw new UserError(
    'access-key-broken',
    speak`${file} holds no AccessKey`,
    speak`delete it; the next start makes a new one`,
  )
}

function readIfThere(file: string): string | undefined {
  try {
    // A file that is not text has no AccessKey either, and gets the same error.
    return decodeText(readFileSync(file)) ?? ''
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
