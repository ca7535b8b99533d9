import { createBoard, type Board } from '../../../tools/board/board.ts'
import { createRealClock } from '../../../tools/time/real-clock.ts'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { startPlatform } from '../../../tools/cloud/start-platform.ts'
import { toDeviceJson } from '../../../tools/config/file/device-json.ts'
import { bench } from '../../rig/simulated-board.ts'

/** What it took until all boards were ready, platform and boards in one process. */
export interface AllReady {
  /** From the first board's power-on, ms; of the clock, and of processor time. */
  readonly ms: number
  readonly cpuMs: number
  /** MB of the process, all of it. */
  readonly residentMb: number
}

const dayMs = 86_400_000

/** Processor time, ms, that a day of a timer a second takes on one simulated board. */
export function tickADay(): number {
  const { board, clock } = bench('var n=0;setInterval(function(){n++},1000)')
  const before = process.cpuUsage()
  clock.advance(dayMs)
  const { user, system } = process.cpuUsage(before)
  board.powerOff('reset')
  return (user + system) / 1000
}

const wifi = { ssid: 'demo', password: 'demodemo' }

/** Powers up so many simulated boards at once, each running the built bundle in a context of its own. */
export async function powerUp(count: number, onReady: (ready: number) => void): Promise<AllReady> {
  const devices = Array.from({ length: count }, (_, index) => ({
    productKey: 'a1BENCH',
    deviceName: `switch-${index + 1}`,
    deviceSecret: '0123456789abcdef0123456789abcdef',
  }))
  const { script } = await ensureBuilt()
  const platform = await startPlatform({ devices, port: 0, controlPort: 0 })
  const boards: Board[] = []
  try {
    const posted = new Set<string>()
    const allPosted = new Promise<void>((resolve) => {
      platform.platform.onEvent((event) => {
        if (event.type !== 'property-post') return
        posted.add(event.device.deviceName)
        onReady(posted.size)
        if (posted.size === count) resolve()
      })
    })
    const startedAt = performance.now()
    const cpuBefore = process.cpuUsage()
    for (const device of devices) {
      const board = createBoard({
        script,
        files: {
          'device.json': toDeviceJson({
            wifi,
            aliyun: { ...device, region: 'cn-shanghai', host: '127.0.0.1', port: platform.mqttPort },
            switches: { PowerSwitch_1: { pin: 'D2' } },
          }),
        },
        clock: createRealClock(),
        transport: createTcpTransport(),
        wifi: { accessPoints: [wifi] },
      })
      boards.push(board)
      board.boot()
    }
    await allPosted
    const { user, system } = process.cpuUsage(cpuBefore)
    return {
      ms: performance.now() - startedAt,
      cpuMs: (user + system) / 1000,
      residentMb: process.memoryUsage().rss / 2 ** 20,
    }
  } finally {
    for (const board of boards) board.powerOff('reset')
    await platform.close()
  }
}
