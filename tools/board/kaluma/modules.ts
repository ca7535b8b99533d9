import { types } from 'node:util'
import { check } from './arguments.ts'
import type { Engine } from './engine.ts'
import { createFsModule } from './fs-module.ts'
import type { Gpio } from './gpio.ts'
import type { HardwareWatchdog } from './hardware-watchdog.ts'
import type { KalumaFlash } from './kaluma-flash.ts'

/** The modules that the image for Pico W has. Those that are not simulated throw when they are required. */
export const builtinModules = [
  ...['events', 'gpio', 'led', 'button', 'pwm', 'adc', 'i2c', 'spi', 'uart', 'graphics', 'at', 'storage', 'wifi'],
  ...['stream', 'net', 'http', 'url', 'rp2', 'rtc', 'path', 'flash', 'fs', 'vfs_lfs', 'vfs_fat', 'sdcard', 'wdt'],
  ...['startup', 'pico_cyw43'],
]

/** The LED's pin of the radio chip; there are pins 0 to 2. */
const ledPin = 0
const mostRadioPins = 2

export interface ModuleParts {
  readonly flash: KalumaFlash
  readonly gpio: Gpio
  readonly watchdog: HardwareWatchdog
  /** 16 random bytes of the chip. */
  entropy(): Uint8Array
  readonly uid: string
}

/** What a script has of heap, for process.memoryUsage(): as the switch's application was measured. */
const heapBytes = { heapTotal: 184_312, heapUsed: 50_000, heapPeak: 57_500 }

/** Offers require, process and board. */
export function offerModules(engine: Engine, parts: ModuleParts): void {
  const makers: Readonly<Record<string, () => object>> = {
    fs: () => createFsModule(engine, parts.flash),
    wdt: () => wdtModule(engine, parts.watchdog),
    pico_cyw43: () => radioModule(engine, parts.gpio),
    rp2: () => engine.object({ randomBigInt: () => BigInt(`0x${Buffer.from(parts.entropy()).toString('hex')}`) }),
  }
  const loaded = new Map<string, object>()
  engine.offer({
    require(...args: unknown[]) {
      const name = String(args[0])
      const known = loaded.get(name)
      if (known !== undefined) return known
      const isThere = builtinModules.includes(name)
      const fault = isThere ? `the simulated Pico W has no module ${name}` : `Failed to load module: ${name}`
      const made = makers[name]?.() ?? engine.fail('Error', fault)
      loaded.set(name, made)
      return made
    },
    board: engine.object({ name: 'pico-w', uid: parts.uid }),
    process: engine.object({
      ...{ arch: 'cortex-m0-plus', platform: 'rp2', version: '1.2.1' },
      ...{ builtin_modules: engine.realm.array(builtinModules), memoryUsage: () => engine.object(heapBytes) },
      stdout: engine.object({
        write(data: unknown) {
          if (typeof data === 'string') engine.console.print(data)
          else if (types.isUint8Array(data)) engine.console.write(Uint8Array.from(data))
        },
      }),
    }),
  })
}

function wdtModule(engine: Engine, watchdog: HardwareWatchdog): object {
  const start = (self: Record<string, unknown>, args: readonly unknown[]): void => {
    check(engine, args, [['timeout', 'number']])
    self['timeout'] = Number(args[0])
    watchdog.start(Number(args[0]), engine.now())
  }
  return engine.object({ WDT: engine.class(start, { feed: () => watchdog.feed(engine.now()) }) })
}

function radioModule(engine: Engine, gpio: Gpio): object {
  const pin = (value: unknown): number =>
    Number(value) > mostRadioPins ? engine.fail('TypeError', 'GPIO pin is not exist') : Number(value)
  const methods = {
    getGpio(...args: unknown[]) {
      check(engine, args, [['gpio', 'number']])
      return pin(args[0]) === ledPin && gpio.level('LED') === 1
    },
    putGpio(...args: unknown[]) {
      check(engine, args, [
        ['gpio', 'number'],
        ['value', 'boolean'],
      ])
      if (pin(args[0]) === ledPin) gpio.putLed(args[1] === true ? 1 : 0, engine.now())
    },
  }
  return engine.object({ PicoCYW43: engine.class(() => undefined, methods) })
}
