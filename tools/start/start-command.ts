import { once } from 'node:events'
import { readFlags, readPort } from '../cloud/flags.ts'
import { buildPage } from '../cloud/console-api/build-page.ts'
import { formatEvent } from '../cloud/log.ts'
import { keepAccessKey } from '../cloud/openapi/access-key.ts'
import { defaultControlPort, defaultPort, startPlatform } from '../cloud/start-platform.ts'
import { nameOf } from '../cloud/devices.ts'
import { ensureBuilt } from '../build/firmware.ts'
import { toDeviceJson } from '../config/device-json.ts'
import { UserError } from '../user-error.ts'
import { startEngineBoard, startSimulatedBoard } from './demo-board.ts'
import { makeDemoDevice } from './demo-device.ts'
import { listenForKeys } from './keys.ts'
import { drawLamp } from './lamp.ts'
import { createPinFeed } from './pin-feed.ts'

const usage = 'npm start'
const help = `usage: ${usage} -- [flags]

Builds the script, starts a local stand-in for the Aliyun IoT Platform and runs the script in a simulated board, with an
identity made up for the occasion: no hardware, no account, no configuration. Nothing leaves this computer.

  --port N          where the platform's MQTT broker listens on 127.0.0.1 (${defaultPort}); 0 takes any free port
  --control-port N  where the console, the OpenAPI and npm run set reach it (${defaultControlPort}); 0 takes any free port
  --memory          keep no history and no log on disk (.cloud/demo.sqlite)
  --engine          run the script in the real interpreter (its path in ESPRUINO), not in the simulated board
  --verbose         a stack with an error
  --help            this text

Space toggles the switch; so does npm run set -- on|off in a second terminal. Ctrl-C ends everything.
`

const options = {
  port: { type: 'string', default: String(defaultPort) },
  'control-port': { type: 'string', default: String(defaultControlPort) },
  memory: { type: 'boolean', default: false },
  engine: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** Where history and log of the demo are kept. */
const dataFile = '.cloud/demo.sqlite'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** `npm start`: everything on this computer until Ctrl-C. Throws UserError for what the user can mend. */
export async function startCommand(): Promise<void> {
  const { values: flags } = readFlags({ options }, usage)
  if (flags.help) return say(help.trimEnd())
  const port = readPort('--port', flags.port)
  const controlPort = readPort('--control-port', flags['control-port'])
  let bootedAt = 0
  const built = await ensureBuilt()
  say(`build      ${built.file} ${built.bytes.toLocaleString('en')} B`)

  const demo = makeDemoDevice(port)
  const feed = createPinFeed(nameOf(demo.aliyun), flags.engine ? 'Espruino' : 'ESP32')
  const platform = await startPlatform({
    devices: [demo.aliyun],
    port,
    controlPort,
    accessKey: keepAccessKey(),
    boards: [feed],
    ...(flags.memory ? {} : { dataFile }),
    onEvent(event) {
      const line = formatEvent(event, performance.now() - bootedAt)
      if (line !== undefined) say(line)
    },
  })
  const color = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
  let level: 0 | 1 = 0
  const startBoard = flags.engine ? startEngineBoard : startSimulatedBoard
  const { deviceName, productKey } = demo.aliyun
  say(`cloud      mqtt://127.0.0.1:${platform.mqttPort}  checks signatures as Aliyun does`)
  say(`console    http://127.0.0.1:${platform.controlPort}  <- open this`)
  // The platform's log counts from where the board's does.
  bootedAt = performance.now()
  const board = await startOrClose(platform.close, () =>
    startBoard({
      script: built.script,
      config: toDeviceJson({ ...demo, aliyun: { ...demo.aliyun, port: platform.mqttPort } }),
      onLine: say,
      onPin(pin, driven) {
        level = driven
        feed.pin(pin, driven)
        say(drawLamp(pin, driven, color))
      },
    }),
  )
  feed.bind(board)
  say(`board      ${deviceName} of product ${productKey}: ${board.what}`)
  const where = controlPort === defaultControlPort ? '' : ` --control http://127.0.0.1:${platform.controlPort}`
  say(`\nTry: npm run set -- on${where}  in a second terminal, or press space here. Ctrl-C stops everything.\n`)

  // By the time somebody has opened it, the page is there; whoever is faster waits for it.
  void buildPage().catch((error: unknown) => say(`console    cannot be built: ${String(error)}`))
  const toggle = async (): Promise<void> => {
    try {
      await platform.setProperty(demo.aliyun, { PowerSwitch_1: level === 1 ? 0 : 1 })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      say(`${error.slug} - ${error.message}`)
    }
  }
  await untilToldToEnd(() => void toggle())
  await board.stop()
  await platform.close()
  say('stopped')
}

/** What `start` throws goes on, after `close`. */
async function startOrClose<T>(close: () => Promise<void>, start: () => T): Promise<T> {
  try {
    return start()
  } catch (error) {
    await close()
    throw error
  }
}

/** Ctrl-C, q, SIGTERM, or the end of a terminal; until then space toggles. */
async function untilToldToEnd(onToggle: () => void): Promise<void> {
  const quit = new AbortController()
  const release = listenForKeys((key) => (key === 'space' ? onToggle() : quit.abort()))
  await Promise.race([
    once(process, 'SIGINT'),
    once(process, 'SIGTERM'),
    once(process, 'SIGHUP'),
    once(quit.signal, 'abort'),
  ])
  release()
}
