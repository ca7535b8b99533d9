import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import { readApplication } from './application.ts'
import { ensureBuilt } from './firmware.ts'
import { readScript } from './read-script.ts'

/** What the flags of a verb name. */
interface Wanted {
  readonly app?: string | undefined
  readonly script?: string | undefined
  /** The device.json that says which application it is where `app` does not. */
  readonly config?: string | undefined
}

/**
 * The script for a board: the one that --script names, else that of the application, built if need be. Throws UserError bad-flag for
 * both flags at once, and those of each.
 */
export async function scriptFor({ app, script, config }: Wanted): Promise<Buffer> {
  if (script === undefined) return Buffer.from((await ensureBuilt('dist', readApplication(app, config))).script)
  if (app === undefined) return readScript(script)
  throw new UserError(
    'bad-flag',
    speak`--app ${app} and --script ${script} exclude each other`,
    speak`wanted: one of them`,
  )
}
