import type { Machine } from './machine.ts'
import type { Callable, Constructor } from './realm.ts'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const parts = ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds']
const endsWithZone = /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$/

/** Offers Date on the board's clock and in the board's time zone, whatever the computer's are; in UTC until E.setTimeZone. */
export function offerDate(machine: Machine): void {
  const original = machine.realm.intrinsics['Date'] as Constructor
  const prototype = original.prototype as Record<string | symbol, unknown>
  const define = (target: object, name: string | symbol, value: unknown): void => {
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false })
  }
  const make = machine.realm.native((...args: unknown[]) => Reflect.construct(original, [timeOf(machine, args)]))
  const date = machine.realm.native(function (...args: unknown[]): unknown {
    return make(...args)
  })
  define(
    date,
    'now',
    machine.native(() => Math.floor(machine.timeMs())),
  )
  define(
    date,
    'parse',
    machine.native((text: unknown) => parse(machine, String(text))),
  )
  Object.defineProperty(date, 'prototype', { value: prototype, writable: true })
  for (const [name, method] of Object.entries(methodsOf(machine))) define(prototype, name, machine.native(method))
  // A date added to anything is a number.
  define(prototype, Symbol.toPrimitive, function (this: Date, hint: string) {
    return hint === 'string' ? this.toString() : this.getTime()
  })
  define(prototype, 'constructor', date)
  machine.realm.builtins['Date'] = date
  Reflect.deleteProperty(machine.realm.globalObject, 'Date')
}

function timeOf(machine: Machine, args: readonly unknown[]): number {
  const [first] = args
  if (args.length === 0) return Math.floor(machine.timeMs())
  if (args.length > 1) {
    const [year = 0, month = 0, day = 0, ...time] = args.map(Number)
    const local = new Date(Date.UTC(2000, month, day, ...time))
    return local.setUTCFullYear(year + local.getUTCFullYear() - 2000) - machine.timeZoneMs
  }
  if (typeof first === 'number') return first
  if (typeof first === 'string') return parse(machine, first)
  const type = first === null ? 'null' : typeof first === 'object' ? 'Object' : typeof first
  return machine.fail('TypeError', `Variables of type ${type} are not supported in date constructor`)
}

/** Returns ms since 1970; 0 for what is no date. */
function parse(machine: Machine, text: string): number {
  const hasZone = endsWithZone.test(text) || /^\d{4}-\d\d-\d\d$/.test(text)
  const time = Date.parse(hasZone ? text : /^\d{4}-\d\d-\d\dT/.test(text) ? `${text}Z` : `${text} GMT`)
  return Number.isNaN(time) ? 0 : time - (hasZone ? 0 : machine.timeZoneMs)
}

function methodsOf(machine: Machine): Record<string, Callable> {
  /** The date whose UTC fields are this one's local fields. */
  const local = (self: unknown): Date => new Date((self as Date).getTime() + machine.timeZoneMs)
  const methods: Record<string, Callable> = {
    getTimezoneOffset: () => -machine.timeZoneMs / 60_000 + 0,
    toString() {
      return localText(local(this), machine.timeZoneMs)
    },
    toUTCString() {
      const date = new Date((this as Date).getTime())
      const day = `${days[date.getUTCDay()]}, ${date.getUTCDate()} ${months[date.getUTCMonth()]}`
      return `${day} ${date.getUTCFullYear()} ${clockText(date)} GMT`
    },
  }
  for (const part of parts) {
    methods[`get${part}`] = function () {
      return Reflect.apply(Reflect.get(Date.prototype, `getUTC${part}`) as Callable, local(this), [])
    }
    if (part === 'Day') continue
    methods[`set${part}`] = function (...values) {
      const date = local(this)
      Reflect.apply(Reflect.get(Date.prototype, `setUTC${part}`) as Callable, date, values)
      return (this as Date).setTime(date.getTime() - machine.timeZoneMs)
    }
  }
  return methods
}

function localText(date: Date, zoneMs: number): string {
  const day = `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${date.getUTCDate()} ${date.getUTCFullYear()}`
  const minutes = Math.abs(zoneMs) / 60_000
  const zone = `${twoDigits(Math.floor(minutes / 60))}${twoDigits(minutes % 60)}`
  return `${day} ${clockText(date)} GMT${zoneMs < 0 ? '-' : '+'}${zone}`
}

function clockText(date: Date): string {
  return [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(twoDigits).join(':')
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
