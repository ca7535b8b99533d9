import { runtime } from './runtime.ts'
import { guarded } from './timers.ts'

/** Stands for the LED, which is on the radio chip. The chip's own pins are 0 to 28. */
const led = 64
const lastPin = 28
/** 22 held low at the start means: no program. 23 to 25 are the radio's. */
const notOurs = [22, 23, 24, 25]

let radioPins: { putGpio(pin: number, level: boolean): void } | undefined
/** The pins that are outputs. */
const outputs: { [pin: number]: true } = {}
/** By the watch's id. */
const watches: { [id: number]: true } = {}

/** As Pin() of Espruino, of 'GP0' to 'GP28' and 'LED': undefined where the board has no such pin, or it is not to be used. */
export function pinOf(name: unknown): number | undefined {
  if (name === 'LED') return led
  const digits = typeof name === 'string' && name.substr(0, 2) === 'GP' ? name.substr(2) : name
  const number = +(digits as string)
  const known = '' + number === '' + digits && number >= 0 && number <= lastPin && number % 1 === 0
  return known && notOurs.indexOf(number) < 0 ? number : undefined
}

/** As digitalWrite. The level comes first, then the direction: so the pin never shows another one. */
export function drive(pin: number, level: unknown): void {
  if (pin === led) {
    radioPins = radioPins || new (runtime.require('pico_cyw43').PicoCYW43)()
    radioPins.putGpio(0, !!level)
    return
  }
  runtime.digitalWrite(pin, level ? 1 : 0)
  if (!outputs[pin]) runtime.pinMode(pin, runtime.OUTPUT)
  outputs[pin] = true
}

/** As pinMode. */
export function pinMode(pin: number, mode?: string): void {
  delete outputs[pin]
  if (mode === 'output') outputs[pin] = true
  const modes: { [mode: string]: number } = {
    output: runtime.OUTPUT,
    input_pullup: runtime.INPUT_PULLUP,
    input_pulldown: runtime.INPUT_PULLDOWN,
  }
  const wanted = modes[mode as string]
  runtime.pinMode(pin, wanted === undefined ? runtime.INPUT : wanted)
}

export interface WatchOptions {
  readonly repeat?: boolean
  readonly edge?: 'rising' | 'falling' | 'both'
  readonly debounce?: number
}
export interface WatchEvent {
  readonly pin: number
  readonly state: boolean
  readonly time: number
}

/** As setWatch. */
export function setWatch(task: (event: WatchEvent) => void, pin: number, options?: WatchOptions): number {
  const wanted = options || {}
  const edge = wanted.edge === 'rising' ? runtime.RISING : wanted.edge === 'falling' ? runtime.FALLING : runtime.CHANGE
  const id = runtime.setWatch(
    () => {
      if (!watches[id]) return
      if (wanted.repeat === false) clearWatch(id)
      // What it throws would end the watch.
      guarded(() => task({ pin: pin, state: !!runtime.digitalRead(pin), time: runtime.millis() / 1000 }))
    },
    pin,
    edge,
    wanted.debounce || 0,
  )
  watches[id] = true
  return id
}

/** As clearWatch. Of the watch whose task runs it takes effect later: the runtime still reads that one. */
export function clearWatch(id: number): void {
  if (!watches[id]) return
  delete watches[id]
  runtime.setTimeout(() => runtime.clearWatch(id), 0)
}
