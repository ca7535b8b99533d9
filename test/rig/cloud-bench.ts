import { createServer } from 'node:http'
import type { TestContext } from 'node:test'
import type { PlatformEvent } from '../../tools/cloud/model/events.ts'
import { createPlatform, type Platform, type PlatformOptions } from '../../tools/cloud/platform/platform.ts'
import type { SetResult } from '../../tools/cloud/model/outcomes.ts'
import { createMemoryNetwork, toDuplex } from '../virtual/memory-network.ts'
import { createVirtualClock } from '../virtual/virtual-clock.ts'
import { settleMs } from './bench.ts'
import { Device, type DeviceOptions } from './device.ts'
import { cloudHost, cloudPort, deviceJson } from './identity.ts'

/** The device of `deviceJson()`, about which the platform is asked. */
export const { aliyun: plug } = deviceJson()

/** Where boards fetch what the platform links to. */
const filesPort = 8080

type EventOf<Type extends PlatformEvent['type']> = Extract<PlatformEvent, { type: Type }>

/** Boards and the local platform on one virtual clock. The platform's broker uses promises, so these tests are asynchronous. */
export class CloudBench {
  readonly clock = createVirtualClock()
  readonly network = createMemoryNetwork(this.clock)
  readonly events: PlatformEvent[] = []
  private thePlatform: Platform | undefined

  get platform(): Platform {
    if (this.thePlatform === undefined) throw new Error('the platform is not started')
    return this.thePlatform
  }

  /** Closed at the test's end. */
  static async start(t: TestContext, options: Partial<PlatformOptions> = {}): Promise<CloudBench> {
    const bench = new CloudBench()
    const { clock, network, events } = bench
    const platform = await createPlatform({ devices: [plug], clock, wallNow: () => clock.now(), ...options })
    t.after(() => platform.close())
    platform.onEvent((event) => events.push(event))
    const origin = `http://${cloudHost}:${filesPort}`
    network.listen(cloudHost, cloudPort, (pipe) => platform.attach(toDuplex(pipe), 'memory', false, origin))
    const files = createServer((request, response) => void platform.answerHttp(request, response))
    network.listen(cloudHost, filesPort, (pipe) => files.emit('connection', toDuplex(pipe)))
    bench.thePlatform = platform
    return bench
  }

  /** Makes another board, which the test must boot. */
  device(options: DeviceOptions = {}): Device {
    return new Device(this.clock, this.network, options)
  }

  /** Boots a board and waits until its first messages are through. */
  async bootReady(device: Device): Promise<void> {
    device.board.boot()
    await this.clock.until(() => device.log.isReady, 10_000)
    await this.clock.run(settleMs)
    device.held.settle()
  }

  seen<Type extends PlatformEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type)
  }

  /** Sends a property set through the platform, and returns its result. */
  async set(value: 0 | 1, withinMs = 15_000): Promise<SetResult> {
    const [result] = await this.all([this.platform.setProperty(plug, { PowerSwitch_1: value }).result], withinMs)
    if (result === undefined) throw new Error('no result')
    return result
  }

  /** Lets time pass until all promises are fulfilled. */
  async all<Value>(promises: readonly Promise<Value>[], withinMs: number): Promise<Value[]> {
    let values: Value[] | undefined
    void Promise.all(promises).then((kept) => (values = kept))
    await this.clock.until(() => values !== undefined, withinMs)
    return values ?? []
  }
}
