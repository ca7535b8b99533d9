import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { bytesOf, dataOf, textOf } from '../../storage/bytes.ts'
import { iterated } from '../language/arguments.ts'
import type { Machine } from '../language/machine.ts'
import type { Outside } from '../outside.ts'
import { engineFunctions } from './engine-functions.ts'
import type { Watchdog } from '../watchdog.ts'

/** The engine's version that this board copies. */
const version = '2v29.277'

export interface SystemHooks {
  watchdog: Watchdog
  outside: Outside
  storageBytes: number
  /** Variables in use, for process.memory(); the simulated board has no such variables and reports a constant. */
  usedBlocks: number
  /** Ends this run of the interpreter after the present turn, and starts another. */
  reload(how: 'load' | 'reset'): void
  setTimeMs(ms: number): void
}

/** Offers E, process, and the functions about the whole system. */
export function offerSystem(machine: Machine, hooks: SystemHooks): void {
  const { builtins } = machine.realm
  builtins['E'] = machine.engineObject = engineObject(machine, hooks)
  machine.realm.markNative(machine.engineObject)
  builtins['process'] = machine.processObject = processObject(machine, hooks)
  builtins['getSerial'] = machine.native(() => machine.profile.serial)
  builtins['getTime'] = machine.native(() => machine.timeMs() / 1000)
  builtins['setTime'] = machine.native((seconds: unknown) => hooks.setTimeMs(Number(seconds) * 1000))
  builtins['load'] = machine.native(() => hooks.reload('load'))
  builtins['reset'] = machine.native(() => hooks.reload('reset'))
  // No image of the variables is written; otherwise the script goes on as it does on the engine.
  builtins['save'] = machine.native(() => {
    machine.events.emit(machine.engineObject, 'kill', [])
    machine.events.emit(machine.engineObject, 'init', [])
  })
}

function processObject(machine: Machine, hooks: SystemHooks): Record<string, unknown> {
  const { profile } = machine
  const { total, blocksize } = profile.memory
  const env = machine.object({
    VERSION: version,
    BOARD: profile.board,
    FLASH: hooks.storageBytes,
    STORAGE: hooks.storageBytes,
    SERIAL: profile.serial,
    CONSOLE: 'Serial1',
    MODULES: profile.modules.join(','),
  })
  const memory = (): object =>
    machine.object({
      ...{ free: total - hooks.usedBlocks, usage: hooks.usedBlocks, total, history: 0, gc: 0, gctime: 0.1, blocksize },
    })
  return machine.object({ version, env, memory })
}

function engineObject(machine: Machine, hooks: SystemHooks): Record<string, unknown> {
  const { realm, flags, profile } = machine
  const settings = realm.object({ deepSleep: false, pretokenise: false, unsafeFlash: false, unsyncFiles: false })
  return machine.object({
    ...byteFunctions(machine),
    ...engineFunctions(machine),
    getTemperature: () => hooks.outside.temperature,
    getAnalogVRef: () => profile.analogVRef,
    getErrorFlags: () => realm.array(flags.take()),
    getFlags: () => Object.assign(realm.object(), settings),
    setFlags: (changes: object) => void Object.assign(settings, changes),
    enableWatchdog(seconds: unknown, automatic?: unknown): void {
      if (profile.hasWatchdog)
        hooks.watchdog.enable(Number(seconds) * 1000, automatic === undefined || automatic === true)
    },
    kickWatchdog: () => hooks.watchdog.kick(),
    reboot: () => machine.host.restart('reboot'),
    hwRand: () => randomBytes(4).readInt32LE(),
    srand: () => undefined,
    setTimeZone(hours: unknown): void {
      machine.timeZoneMs = (Number(hours) || 0) * 3_600_000
    },
  })
}

function byteFunctions(machine: Machine): Record<string, unknown> {
  const { realm } = machine
  const gather = (values: readonly unknown[]): Uint8Array => iterated(machine, values)
  return {
    toString: (...values: unknown[]) => textOf(gather(values)),
    toUint8Array: (...values: unknown[]) => realm.bytes(gather(values)),
    toArrayBuffer: (text: unknown) => (typeof text === 'string' ? realm.buffer(bytesOf(text)) : undefined),
    toJS: (value: unknown) => String(value),
    CRC32: (data: unknown) => crc32(dataOf(data) ?? new Uint8Array(0)),
    isUTF8: () => false,
    asUTF8: () => machine.fail('Error', 'Unicode not supported on this build'),
    decodeUTF8: (text: unknown, _table: unknown, replacement: unknown) => decoded(String(text), String(replacement)),
  }
}

/** Decodes UTF-8 as a build without Unicode does: what is not ASCII becomes the replacement. */
function decoded(text: string, replacement: string): string {
  return Array.from(Buffer.from(bytesOf(text)).toString('utf8'), (char) => (char < '\x80' ? char : replacement)).join(
    '',
  )
}
