import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import { moduleApplication, readApplication, refuseBeside } from './application.ts'
import { ensureBuilt } from './firmware.ts'
import { readScript } from './read-script.ts'

/** What the flags of a verb name. */
interface Wanted {
  readonly app?: string | undefined
  readonly script?: string | undefined
  /** The device.json that says which application it is where `app` does not. */
  readonly config?: string | undefined
  readonly module?: boolean | undefined
}

/**
 * The script for a board: the one that --script names, the module, or else that of the application, built if need be. Throws UserError bad-flag for
 * two flags at once, and those of each.
 */
export async function scriptFor({ app, script, config, module = false }: Wanted): Promise<Buffer> {
  if (module) refuseBeside({ app, script })
  if (script === undefined) {
    const application = module ? moduleApplication : readApplication(app, config)
    return Buffer.from((await ensureBuilt('dist', application)).script)
  }
  if (app === undefined) return readScript(script)
  throw new UserError(
    'bad-flag',
    speak`--app ${app} and --script ${script} exclude each other`,
    speak`wanted: one of them`,
  )
}
