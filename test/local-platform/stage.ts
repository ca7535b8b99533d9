import { createBoard, type Board } from '../../tools/board/board.ts'
import { movePin } from '../../tools/board/pins/pin-use.ts'
import type { Clock } from '../../tools/time/clock.ts'
import { createRealClock } from '../../tools/time/real-clock.ts'
import { createTcpTransport } from '../../tools/board/network/tcp-transport.ts'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { startWeb } from '../../tools/cloud/console-api/start-web.ts'
import { makeAccessKey, type AccessKey } from '../../tools/cloud/openapi/access-key.ts'
import { createPlatform, type Platform } from '../../tools/cloud/platform/platform.ts'
import { inMemory } from '../../tools/cloud/store/database.ts'
import { recordEvents } from '../../tools/cloud/store/recorder.ts'
import { openState } from '../../tools/cloud/store/state.ts'
import { toDeviceJson } from '../../tools/config/file/device-json.ts'
import { createPinFeed } from '../../tools/start/pin-feed.ts'

export const plug = {
  productKey: 'a1DEMO00000',
  deviceName: 'switch-1',
  deviceSecret: '0123456789abcdef0123456789abcdef',
}

const wifi = { ssid: 'demo', password: 'demodemo' }

/** A platform with its console, and a simulated board that runs the built bundle. */
export interface Stage {
  readonly url: string
  /** Of console and OpenAPI. */
  readonly port: number
  readonly accessKey: AccessKey
  readonly platform: Platform
  readonly board: Board
  /** How much faster than real the time of platform and board passes from now on. */
  setSpeed(speed: number): void
  close(): Promise<void>
}

/** `speed`: as in setSpeed. In real time a busy computer cannot make the board miss its keep alive. */
export async function startStage(speed = 1): Promise<Stage> {
  const { script } = await ensureBuilt()
  const { clock, setSpeed } = scale(createRealClock(), speed)
  const state = openState(inMemory, (message) => {
    throw new Error(message)
  })
  const platform = await createPlatform({
    devices: [plug],
    clock,
    store: state.store,
    rules: { keepAliveScanMs: 5000 },
  })
  platform.onEvent(recordEvents(state))
  const { port } = await platform.listen({ host: '127.0.0.1', port: 0 })
  const feed = createPinFeed(plug, 'ESP32')
  const [accessKey, mqtt] = [makeAccessKey(), { host: '127.0.0.1', port }]
  const web = await startWeb({ platform, state, accessKey, host: '127.0.0.1', port: 0, mqtt, boards: [feed] })
  const board: Board = createBoard({
    script,
    files: { 'device.json': deviceJson(port) },
    clock,
    transport: createTcpTransport(),
    wifi: { accessPoints: [wifi] },
    onUse: () => feed.pins(board.outside.pins()),
  })
  const setPower = (isOn: boolean) => (isOn ? board.boot() : board.powerOff('silent'))
  feed.bind({ setPower, movePin: (pin, value) => movePin(board.outside, pin, value) })
  board.boot()
  return {
    ...{ url: `http://127.0.0.1:${web.port}`, port: web.port, accessKey, platform, board, setSpeed },
    async close() {
      if (board.isRunning) board.powerOff('reset')
      await platform.close()
      await web.close()
      state.close()
    },
  }
}

function deviceJson(port: number): Uint8Array {
  return toDeviceJson({
    wifi,
    aliyun: { ...plug, region: 'cn-shanghai', host: '127.0.0.1', port },
    switches: { PowerSwitch_1: { pin: 'D2', activeHigh: true, atBoot: 'off' } },
    link: { keepAliveS: 30 },
  })
}

function scale(real: Clock, initial: number): { readonly clock: Clock; setSpeed(speed: number): void } {
  let [speed, since, passed] = [initial, real.now(), 0]
  const now = () => passed + (real.now() - since) * speed
  return {
    clock: { now, set: (callback, ms) => real.set(callback, ms / speed), clear: (timer) => real.clear(timer) },
    setSpeed(next) {
      ;[passed, since, speed] = [now(), real.now(), next]
    },
  }
}
