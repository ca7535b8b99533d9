import { kindOf, readApplication } from '../../build/application.ts'
import { buildFirmware } from '../../build/firmware.ts'
import { readScript } from '../../build/read-script.ts'
import { readPort } from '../../command-line/flags.ts'
import { readConfigFile } from '../../config/file/config-file.ts'
import { toDeviceJson } from '../../config/file/device-json.ts'
import { accessPointOf } from '../network/access-point.ts'
import { realKaluma, serveKaluma, type KalumaParts, type ServedKaluma } from './serve-kaluma.ts'

/** The flags of `npm run board` that a board with Kaluma heeds. */
export interface KalumaFlags {
  readonly board?: string | undefined
  readonly app?: string | undefined
  readonly config?: string | undefined
  readonly script?: string | undefined
  readonly console?: string | undefined
}

type Hooks = Pick<KalumaParts, 'onLine' | 'onPins'>

/**
 * Starts a simulated Pico W with Kaluma. Without --console it runs the script that is built with the configuration inside; with
 * it the board is new, but for what --app and --script name. In range is the network that the configuration names. Throws
 * UserError.
 */
export async function startKaluma(
  flags: KalumaFlags,
  hooks: Hooks,
  tell: (board: ServedKaluma) => { stop(): Promise<void> },
): Promise<{ stop(): Promise<void> }> {
  const { app, script, console } = flags
  const file = flags.config ?? 'device.json'
  const config = toDeviceJson(readConfigFile(file, undefined, 'pico-w', kindOf(app)))
  const isNew = console !== undefined && app === undefined && script === undefined
  const parts: KalumaParts = {
    ...hooks,
    accessPoints: accessPointOf(config),
    script: isNew ? '' : await scriptWith(config, flags),
  }
  if (console !== undefined) return tell(await serveKaluma(readPort('--console', console), parts))
  const { board, reports } = realKaluma(parts)
  board.boot()
  return {
    stop() {
      board.powerOff('reset')
      reports.stop()
      return Promise.resolve()
    },
  }
}

async function scriptWith(config: Buffer, { app, script, config: file = 'device.json' }: KalumaFlags): Promise<string> {
  if (script !== undefined) return readScript(script).toString('latin1')
  return (await buildFirmware({ app: readApplication(app, file), board: 'pico-w', config })).script
}
