import { boards } from '../board-kinds/boards.ts'
import { kindOf, readApplication } from '../build/application.ts'
import { buildFirmware } from '../build/firmware.ts'
import { readScript } from '../build/read-script.ts'
import { speak } from '../command-line/language.ts'
import type { Show } from '../command-line/show.ts'
import type { Surroundings } from '../command-line/surroundings.ts'
import { UserError } from '../command-line/user-error.ts'
import { configForBoard } from '../install/config-for-board.ts'
import { flashKaluma, refuseUnfit } from '../kaluma/flash-kaluma.ts'
import { choosePort } from '../serial/choose-port.ts'
import { raspberryPi } from '../serial/find-port.ts'
import { openPort } from '../serial/open-port.ts'
import type { OpenConsole, Port } from '../serial/port.ts'
import { createRealClock } from '../time/real-clock.ts'

export interface KalumaFlags {
  readonly port?: string | undefined
  readonly config: string
  readonly app?: string | undefined
  readonly script?: string | undefined
  readonly fleet?: string | undefined
  readonly keep: readonly string[]
  readonly readyMs: number
}

/**
 * `npm run flash` of a Pico W. The script has the configuration inside, so it is built for this one device. Throws UserError
 * for all that the user can mend.
 */
export async function flashOnKaluma(
  flags: KalumaFlags,
  around: Surroundings,
  show: Show,
  takeOver?: (console: OpenConsole) => void,
): Promise<void> {
  refuseForeignFlags(flags)
  const script = await scriptWithConfig(flags, around)
  refuseUnfit(script)
  const port = await openPort(await choosePort(flags.port, show, around.asks, raspberryPi))
  // A board that restarts comes back with another port.
  let open: Port | undefined = port
  const host = {
    ...{ show, clock: createRealClock(), whenStopped: around.whenStopped },
    open: async (name: string) => (open = await openPort(name)),
  }
  try {
    show.step('port', port.name, { port: port.name })
    const flashed = await flashKaluma(port, { script, readyMs: flags.readyMs }, host)
    open = flashed.port
    if (takeOver === undefined) return
    takeOver(flashed)
    open = undefined
  } finally {
    await open?.close()
  }
}

/** Builds the script, or takes the one that --script names; in both cases the configuration must be a right one. */
async function scriptWithConfig({ app, script, config: file }: KalumaFlags, around: Surroundings): Promise<Uint8Array> {
  if (app !== undefined && script !== undefined)
    throw new UserError(
      'bad-flag',
      speak`--app ${app} and --script ${script} exclude each other`,
      speak`wanted: one of them`,
    )
  // A script of one's own may have a configuration of its own inside.
  if (script !== undefined) return readScript(script)
  const kind = boards['pico-w']
  const config = configForBoard({ ...around, file, app: kindOf(app) }, { kind, modules: [] })
  const built = await buildFirmware({ app: readApplication(app, file), board: 'pico-w', config })
  return Buffer.from(built.script)
}

function refuseForeignFlags({ fleet, keep }: KalumaFlags): void {
  const { title } = boards['pico-w']
  if (fleet !== undefined)
    throw new UserError(
      'bad-flag',
      speak`--fleet is not there for the ${title}: its script has one identity inside`,
      speak`one board after another: npm run flash -- --board pico-w --config FILE, with a device.json for each`,
    )
  if (keep.length > 0)
    throw new UserError(
      'bad-flag',
      speak`--keep ${keep[0] ?? ''}: a ${title} has one program, and no such files`,
      speak`leave it out`,
    )
}
