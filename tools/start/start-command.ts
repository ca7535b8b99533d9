import { once } from 'node:events'
import { buildPage } from '../cloud/console-api/build-page.ts'
import { formatEvent } from '../cloud/log/log.ts'
import { keepAccessKey } from '../cloud/openapi/access-key.ts'
import { defaultControlPort } from '../cloud/ports.ts'
import { startPlatform } from '../cloud/start-platform.ts'
import { nameOf } from '../device-names/names.ts'
import { buildFirmware, type BuiltFirmware } from '../build/firmware.ts'
import { toDeviceJson } from '../config/file/device-json.ts'
import { UserError } from '../command-line/user-error.ts'
import { isSwitchApplication, kindOf, readApplication } from '../build/application.ts'
import { profileOf, startEngineBoard, startKalumaBoard, startSimulatedBoard, titleOf } from '../board/demo-board.ts'
import { makeDemoDevice } from '../config/check/demo-device.ts'
import { listenForKeys } from './keys.ts'
import { readStackMapper } from '../logs/stack-map.ts'
import { drawLamp } from '../board/lamp.ts'
import { createLamps } from '../board/lamps.ts'
import { createRealClock } from '../time/real-clock.ts'
import { describePartners, loadPartners } from '../board/partners/load-partners.ts'
import { profiles } from '../board/profile.ts'
import { byOneClock } from './one-clock.ts'
import { commandToTry, findToggle } from '../thing-model/first-set.ts'
import { nameRun, readDemoModel } from './model.ts'
import { createPinFeed } from './pin-feed.ts'
import { modelOfDemo, readDemoSections } from './demo-sections.ts'
import { tellPower } from './power.ts'
import type { StartFlags } from './start-flags.ts'
import type { BoardName } from '../board-kinds/board-kind.ts'
import { speak } from '../command-line/language.ts'

/** The file for the demo's history and log. */
const dataFile = '.cloud/demo.sqlite'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/**
 * `npm start`: platform, console and simulated board, until Ctrl-C. Calls `onBuilt` before it prints anything. Throws UserError for
 * what the user can mend.
 */
export async function start(
  flags: StartFlags,
  building: Promise<BuiltFirmware> | undefined,
  onBuilt: () => void,
): Promise<void> {
  const { port, controlPort } = flags
  const own = flags.config === undefined ? undefined : readDemoSections(flags.config, kindOf(flags.app), flags.board)
  const { kind, startBoard, pin } = boardFor(flags, own?.board)
  const partners =
    flags.partners === undefined ? undefined : await loadPartners(flags.partners, profiles[profileOf(own?.board)])
  // One clock for all lines, so that they are in order; it counts from when the board is switched on.
  let bootedAt = performance.now()
  const elapsedMs = (): number => performance.now() - bootedAt
  const { switches, ...rest } = makeDemoDevice(port, pin)
  const demo = { ...rest, ...(own?.sections ?? { switches }) }
  const tsl = readDemoModel(flags) ?? (own && modelOfDemo(own.sections, demo.aliyun.productKey))
  const application = readApplication(flags.app, flags.config)
  const isSwitch = isSwitchApplication(application)
  const feed = createPinFeed(nameOf(demo.aliyun), kind, isSwitch)
  const running = await startPlatform({
    devices: [demo.aliyun],
    ...(tsl && { product: tsl }),
    port,
    controlPort,
    accessKey: keepAccessKey(),
    boards: [feed],
    run: nameRun(application, tsl, isSwitch ? demo.switches : {}),
    ...(flags.memory ? {} : { dataFile }),
    onEvent(event) {
      const line = formatEvent(event, elapsedMs())
      if (line === undefined) return
      onBuilt()
      say(line)
    },
  })
  const color = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
  const showLamps = createLamps(createRealClock(), (pin, use) => say(drawLamp(pin, use, color)))
  const { deviceName, productKey } = demo.aliyun
  const config = toDeviceJson({ ...demo, aliyun: { ...demo.aliyun, port: running.mqttPort } })
  const built = await startOrClose(running.close, () => building ?? buildFor(flags, config))
  onBuilt()
  const inSources = readStackMapper(`${built.file}.map`, say)
  say(`build      ${built.file} ${built.bytes.toLocaleString('en')} B`)
  say(`cloud      mqtt://127.0.0.1:${running.mqttPort}  ${speak`checks signatures as Aliyun does`}`)
  say(`console    http://127.0.0.1:${running.controlPort}  ${speak`<- open this`}`)
  bootedAt = performance.now()
  const board = await startOrClose(running.close, () =>
    startBoard({
      script: built.script,
      config,
      partners,
      board: own?.board,
      onLine: (line) => say(inSources(line) ?? byOneClock(line, elapsedMs())),
      onPins(pins) {
        feed.pins(pins)
        showLamps(pins)
      },
    }),
  )
  feed.bind(board)
  tellPower(feed, say)
  say(`board      ${speak`${deviceName} of product ${productKey}: ${board.what}`}`)
  if (partners) say(`partners   ${describePartners(flags.partners ?? '', partners)}`)
  const where = controlPort === defaultControlPort ? [] : ['--control', `http://127.0.0.1:${running.controlPort}`]
  const command = commandToTry(tsl, where, isSwitch)
  const toggled = findToggle(tsl, isSwitch)
  say(
    toggled === undefined
      ? `\n${speak`Try: ${command}  in a second terminal. Ctrl-C stops everything.`}\n`
      : `\n${speak`Try: ${command}  in a second terminal, or press space here. Ctrl-C stops everything.`}\n`,
  )

  // The page is ready by the time somebody opens it; a faster visitor has to wait for it.
  void buildPage().catch((error: unknown) => say(`console    ${speak`cannot be built: ${String(error)}`}`))
  const toggle = async (): Promise<void> => {
    if (toggled === undefined) return
    const isOn = running.platform.status(demo.aliyun)?.properties[toggled]?.value === 1
    try {
      await running.platform.setProperty(demo.aliyun, { [toggled]: isOn ? 0 : 1 }).result
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      say(`${error.slug} - ${error.message}`)
    }
  }
  await untilToldToEnd(() => void toggle())
  await board.stop()
  await running.close()
  say(speak`stopped`)
}

/** The board that the flags choose: what the console calls it, what starts it, and its LED's pin. */
function boardFor({ board, engine }: StartFlags, named: BoardName | undefined) {
  if (board !== undefined || named === 'pico-w') return { kind: 'Pico W', startBoard: startKalumaBoard, pin: 'LED' }
  return engine
    ? { kind: 'Espruino', startBoard: startEngineBoard, pin: 'D2' }
    : { kind: titleOf(named), startBoard: startSimulatedBoard, pin: 'D2' }
}

/** Builds a script with the demo's configuration inside, beside the platform's own files: dist/ is for real devices. */
const buildFor = ({ app, config: file }: StartFlags, config: Buffer): Promise<BuiltFirmware> =>
  buildFirmware({ app: readApplication(app, file), board: 'pico-w', config, folder: '.cloud' })

/** Runs `start`; when that throws, calls `close` and throws on. */
async function startOrClose<T>(close: () => Promise<void>, start: () => T | Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (error) {
    await close()
    throw error
  }
}

/** Waits for Ctrl-C, q, SIGTERM, or the end of the terminal; until then space calls `onToggle`. */
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
