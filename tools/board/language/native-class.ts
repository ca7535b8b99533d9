import type { Machine } from './machine.ts'
import type { Callable } from './realm.ts'

/** A class of the engine's own: `make` returns a new object of it. */
export interface NativeClass {
  make(members?: Record<string, unknown>): Record<string, unknown>
}

/**
 * Offers a class as a global. `members` returns what a new object has, given the constructor's arguments; the methods get the
 * object as `this`.
 */
export function offerClass(
  machine: Machine,
  name: string,
  members: (...args: unknown[]) => Record<string, unknown>,
  methods: Readonly<Record<string, Callable>>,
): NativeClass {
  const { realm } = machine
  const prototype = realm.object()
  const make = (own: Record<string, unknown> = {}): Record<string, unknown> =>
    Object.assign(Object.create(prototype) as Record<string, unknown>, own)
  const constructor = machine.native(function (...args: unknown[]): unknown {
    return make(members(...args))
  })
  const define = (target: object, key: string, value: unknown): void => {
    Object.defineProperty(target, key, { value, writable: true, configurable: true, enumerable: false })
  }
  for (const [key, method] of Object.entries(methods)) define(prototype, key, machine.native(method))
  define(prototype, 'constructor', constructor)
  Object.defineProperty(constructor, 'prototype', { value: prototype, writable: true })
  define(constructor, 'name', name)
  realm.builtins[name] = constructor
  return { make }
}
