import type { Machine } from './machine.ts'
import type { ModuleName } from '../profile.ts'
import type { Callable } from './realm.ts'

/**
 * Offers `require` and `Modules`, for built-in modules, files of Storage, and those that a script adds. Nothing is downloaded.
 * `readFile` returns a file of Storage as the interpreter reads scripts.
 */
export function offerModules(
  machine: Machine,
  makers: Readonly<Partial<Record<ModuleName, () => object>>>,
  readFile: (name: string) => string | undefined,
): void {
  const { realm } = machine
  const loaded = new Map<string, unknown>()

  function require(name: unknown): unknown {
    if (typeof name !== 'string')
      return machine.fail('TypeError', `Expecting module name as a string, got ${typeof name}`)
    const known = loaded.get(name)
    if (known !== undefined) return known
    const maker = machine.profile.modules.includes(name as ModuleName) ? makers[name as ModuleName] : undefined
    const file = maker ? undefined : readFile(name)
    if (!maker && file === undefined) return machine.fail('Error', `Module "${name}" not found`)
    const module = maker ? maker() : evaluate(file)
    loaded.set(name, module)
    return module
  }

  /** Runs a module's code, which sees `exports` and `module` as if they were global. */
  function evaluate(code: unknown): unknown {
    const module = realm.object()
    const exports = realm.object()
    module['exports'] = exports
    const { builtins } = realm
    const before = { exports: builtins['exports'], module: builtins['module'] }
    Object.assign(builtins, { exports, module })
    try {
      const run = typeof code === 'string' ? realm.run(`(function(){${code}\n})`, 'module') : code
      Reflect.apply(run as Callable, exports, [])
    } finally {
      if (before.exports === undefined) {
        delete builtins['exports']
        delete builtins['module']
      } else Object.assign(builtins, before)
    }
    return module['exports']
  }

  realm.builtins['require'] = machine.native(require)
  realm.builtins['Modules'] = machine.object({
    addCached(name: unknown, code: unknown): void {
      const isCode = typeof code === 'string' || typeof code === 'function'
      if (typeof name !== 'string' || !isCode) machine.fail('Error', 'args must be addCached(string, string|function)')
      loaded.set(name, evaluate(code))
    },
    removeCached(name: unknown): void {
      if (!loaded.delete(String(name))) machine.fail('Error', `Module "${String(name)}" not found`)
    },
    removeAllCached: () => loaded.clear(),
    getCached: () => realm.array([...loaded.keys()]),
  })
}
