import type { Machine } from './machine.ts'
import type { Callable } from './realm.ts'

type Settle = (value: unknown) => void

interface Deferred {
  state: 'pending' | 'fulfilled' | 'rejected'
  value: unknown
  waiting: (() => void)[]
  handled: boolean
}

/** Offers the engine's Promise: `then` and `catch`, called from the idle loop's event queue, resolve, reject and all; no more. */
export function offerPromise(machine: Machine): void {
  const { realm, events } = machine
  const inside = new WeakMap<object, Deferred>()
  const prototype = realm.object()

  function make(): object {
    const promise = Object.create(prototype) as object
    inside.set(promise, { state: 'pending', value: undefined, waiting: [], handled: false })
    return promise
  }

  function settle(promise: object, state: 'fulfilled' | 'rejected', value: unknown): void {
    const deferred = inside.get(promise)
    if (deferred?.state !== 'pending') return
    Object.assign(deferred, { state, value })
    for (const job of deferred.waiting) events.later(machine.native(job), [])
    if (state === 'rejected')
      events.later(
        machine.native(() => tellUnhandled(deferred)),
        [],
      )
  }

  function tellUnhandled(deferred: Deferred): void {
    if (!deferred.handled) machine.threw(realm.error('Error', `Unhandled promise rejection: ${String(deferred.value)}`))
  }

  function resolve(promise: object, value: unknown): void {
    const then = typeof value === 'object' && value !== null ? (value as { then?: unknown }).then : undefined
    if (typeof then !== 'function') return settle(promise, 'fulfilled', value)
    follow(promise, (done, failed) => Reflect.apply(then as Callable, value, [done, failed]))
  }

  /** Runs a function that settles a promise; what it throws rejects the promise. */
  function follow(promise: object, run: (done: Settle, failed: Settle) => unknown): void {
    const done = machine.native((value: unknown) => resolve(promise, value))
    const failed = machine.native((reason: unknown) => settle(promise, 'rejected', reason))
    try {
      run(done, failed)
    } catch (error) {
      settle(promise, 'rejected', error)
    }
  }

  function then(promise: object, onFulfilled: unknown, onRejected: unknown): object {
    const deferred = inside.get(promise)
    if (!deferred) return machine.fail('TypeError', 'Parent must be a Promise')
    const next = make()
    deferred.handled = true
    const job = (): void => {
      const handler = deferred.state === 'fulfilled' ? onFulfilled : onRejected
      if (typeof handler === 'function')
        follow(next, (done) => done(Reflect.apply(handler, undefined, [deferred.value])))
      else if (deferred.state === 'fulfilled') resolve(next, deferred.value)
      else settle(next, 'rejected', deferred.value)
    }
    if (deferred.state === 'pending') deferred.waiting.push(job)
    else events.later(machine.native(job), [])
    return next
  }

  const constructor = machine.native(function (executor: unknown): object {
    if (typeof executor !== 'function')
      return machine.fail('Error', 'Executor function required in Promise constructor')
    const promise = make()
    follow(promise, (done, failed) => Reflect.apply(executor, undefined, [done, failed]))
    return promise
  })
  const statics: Record<string, Callable> = {
    resolve(value) {
      const promise = make()
      resolve(promise, value)
      return promise
    },
    reject(reason) {
      const promise = make()
      settle(promise, 'rejected', reason)
      return promise
    },
    all(items) {
      const promise = make()
      const values = realm.array()
      let missing = (items as unknown[]).length
      if (missing === 0) resolve(promise, values)
      ;(items as unknown[]).forEach((item, index) => {
        const holder = make()
        resolve(holder, item)
        const collect = machine.native((value: unknown) => {
          values[index] = value
          if (--missing === 0) resolve(promise, values)
        })
        then(
          holder,
          collect,
          machine.native((reason: unknown) => settle(promise, 'rejected', reason)),
        )
      })
      return promise
    },
  }
  for (const [name, method] of Object.entries(statics)) Object.assign(constructor, { [name]: machine.native(method) })
  prototype['then'] = machine.native(function (this: object, done: unknown, failed: unknown) {
    return then(this, done, failed)
  })
  prototype['catch'] = machine.native(function (this: object, failed: unknown) {
    return then(this, undefined, failed)
  })
  Object.defineProperty(constructor, 'prototype', { value: prototype })
  realm.builtins['Promise'] = constructor
}
