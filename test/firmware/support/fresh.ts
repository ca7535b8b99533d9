import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { compileFunction } from 'node:vm'
import ts from 'typescript'

/** The modules that tests ask for by their paths. */
export interface Modules {
  'firmware/boot/boot.ts': typeof import('../../../firmware/boot/boot.ts')
  'firmware/device.ts': typeof import('../../../firmware/device.ts')
  'firmware/identity/destination.ts': typeof import('../../../firmware/identity/destination.ts')
  'firmware/identity/topics.ts': typeof import('../../../firmware/identity/topics.ts')
  'firmware/keep/keep.ts': typeof import('../../../firmware/keep/keep.ts')
  'firmware/link/link.ts': typeof import('../../../firmware/link/link.ts')
  'firmware/log.ts': typeof import('../../../firmware/log.ts')
  'firmware/platform/espruino.ts': typeof import('../../../firmware/platform/espruino.ts')
  'firmware/platform/espruino/queue-journal.ts': typeof import('../../../firmware/platform/espruino/queue-journal.ts')
  'firmware/thing/outbox.ts': typeof import('../../../firmware/thing/outbox.ts')
  'firmware/thing/sets.ts': typeof import('../../../firmware/thing/sets.ts')
  'firmware/thing/state.ts': typeof import('../../../firmware/thing/state.ts')
  'firmware/thing/time.ts': typeof import('../../../firmware/thing/time.ts')
  'apps/properties/properties.ts': typeof import('../../../apps/properties/properties.ts')
  'apps/switch/switch.ts': typeof import('../../../apps/switch/switch.ts')
}
/** Loads a module, once. */
export type Load = <Path extends keyof Modules>(path: Path) => Modules[Path]
/** Values by the names that the firmware and applications have for them; `require` gives the engine's modules. */
export interface EngineGlobals {
  readonly require: (name: string) => unknown
  readonly [name: string]: unknown
}

type Run = (...values: unknown[]) => void

const root = resolve(import.meta.dirname, '../../..')
const compiled = new Map<string, Run>()

/** Compiles a module as a function of what it sees; once for all tests, since this is what takes time. */
function compile(path: string, names: readonly string[]): Run {
  const key = `${path} ${names.join()}`
  let run = compiled.get(key)
  if (run === undefined) {
    const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
      fileName: path,
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, inlineSourceMap: true },
    })
    run = compileFunction(outputText, [...names], { filename: path }) as Run
    compiled.set(key, run)
  }
  return run
}

/**
 * The firmware and the applications as after a power-on, on an engine that has these globals. Their state lives in the
 * modules, and they register at their first line, so each call loads all of them anew.
 */
export function freshModules(engine: EngineGlobals): Load {
  const loaded = new Map<string, object>()
  const load = (path: string): object => {
    const before = loaded.get(path)
    if (before !== undefined) return before
    const exports = {}
    loaded.set(path, exports)
    const require = (name: string): unknown =>
      name.startsWith('.') ? load(join(dirname(path), name)) : engine.require(name)
    const globals = { ...engine, require, exports }
    compile(path, Object.keys(globals))(...Object.values(globals))
    return exports
  }
  return (path) => load(join(root, path)) as never
}
