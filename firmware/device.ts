/**
 * All that an application may call. Names and call shapes are those of Aliyun's JavaScript SDK (npm
 * alibabacloud-iot-device-sdk) where the thing is the same. What is not imported is not in the script. Everything works
 * from the first line of the application on; its top level runs before the configuration is read.
 */
import './main.ts'
import { setOptions, type DeviceOptions } from './boot/options.ts'
import { allowKey, configure, type CheckRules, type Section, type Tell } from './boot/section.ts'
import { flush } from './link/link.ts'
import { publish } from './link/publish.ts'
import type { Bytes } from './platform/platform.ts'
import { checkProps as setRules } from './thing/check-props.ts'
import { on as listen } from './thing/events.ts'
import { oweProps } from './thing/post-props.ts'
import type { PublishOptions } from './thing/publish.ts'
import type { Callback, Reply } from './thing/requests.ts'
import { onProps as addHandler } from './thing/on-props.ts'
import { onProp as setHandler, type PropHandler } from './thing/sets.ts'
import { keepPosted as setState, oweState } from './thing/state.ts'
import { subscribe } from './thing/subscribe.ts'

/** What a script with the configuration inside may leave out: answered by the build (boot/asks-for.ts). */
export { asksFor, isFromFile } from './boot/asks-for.ts'
/**
 * `keep(json)` saves the properties of an object, as JSON in one line, over a reboot; at most once in 5 s, the newest. `kept()`
 * returns it, {} where there is none; called once, before the first `keep`.
 */
export { keep, kept } from './keep/keep.ts'
/** Prints a line with the time: level (E, W, I), area, message. */
export { log } from './log.ts'
/** `quote` returns a text in quotes for the log, at most 1,600 bytes; `toJson` any value as JSON, whose texts keep their bytes. */
export { quote, toJson } from './text.ts'
// One feature of the platform a file (docs/platform-features.md); nothing else imports it.
export * from './thing/clock.ts'
export * from './thing/desired.ts'
export * from './thing/on-broadcast.ts'
export * from './thing/on-reboot.ts'
export * from './thing/on-rrpc.ts'
export * from './thing/on-service.ts'
export * from './thing/post-batch.ts'
export * from './thing/post-event.ts'
export * from './thing/post-log.ts'
export * from './thing/post-network.ts'
export * from './thing/queue.ts'
export * from './thing/remote-config.ts'
export * from './thing/settings.ts'
export * from './thing/shadow.ts'
export * from './thing/tags.ts'
/**
 * `configure(name, start, check?)`: a section of device.json of the application's own. `start` gets it when all is right.
 * `allowKey(rule)`: a key of device.json's top level that the script knows besides, by its rule: `desired true 1 0`.
 */
export { allowKey, configure }
export { publish, subscribe }
export { unsubscribe } from './thing/unsubscribe.ts'
export type { Bytes, CheckRules, DeviceOptions, PublishOptions, Reply, Section, Tell }

declare global {
  /** The properties of the product; `npm run types -- model.json` writes them. */
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by that file
  interface ThingModel {}
  /** Those of them that the cloud may set. */
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by that file
  interface ThingModelSet {}
}

/** Values by property name: any JSON where there are no types of the thing model. */
export type Props = keyof ThingModel extends never ? { readonly [name: string]: unknown } : Partial<ThingModel>

/** A property set. Without types of the thing model its values are unchecked: anything may be there. */
export interface PropsMessage {
  readonly id: string
  readonly method?: string
  readonly version?: string
  readonly params: keyof ThingModel extends never ? { readonly [name: string]: any } : Partial<ThingModelSet> // eslint-disable-line @typescript-eslint/no-explicit-any -- as the SDK has it
}

/** What a handler took: all where it returns nothing; a list of names, those; a text refuses the set with this text. */
export type Took = void | readonly string[] | string

/**
 * Calls `handler` at each property set. The platform gets its reply when it returns: 200 when all was taken, 460 with the
 * text or with the names that no handler took, 100001 when it threw.
 */
export function onProps(handler: (message: PropsMessage) => Took): void {
  /*@__INLINE__*/ addHandler(handler as (message: object) => unknown)
}

/**
 * Calls `handler` for each property of a set, which is cheaper; there is one such handler. It returns nothing when it took the
 * value, a text that says what is wrong with it, true when it is neither 0 nor 1, as which the platform sends booleans, or false for a
 * name that it does not know. What handlers of `onProps` took
 * does not get here.
 */
export function onProp(handler: PropHandler): void {
  /*@__INLINE__*/ setHandler(handler)
}

/**
 * Has values outside the type and range of the thing model refused before a handler is called; `rules` is made by
 * `npm run types -- MODEL.json --rules`. What is inside a struct or an array is for the handler to check.
 */
export function checkProps(rules: string): void {
  /*@__INLINE__*/ setRules(rules)
}

/**
 * Posts properties. What waits is posted together, of each property the newest value, as soon as the link and the
 * platform's limit let it; before the link is ready and while it is lost up to 2,048 bytes wait. `callback` gets the
 * platform's reply once, or { code: 0 } without one: after 10 s or when the session ends.
 */
export function postProps(params: Props, callback?: Callback): void {
  /*@__INLINE__*/ oweProps(params as { readonly [name: string]: unknown }, callback)
  flush()
}

/**
 * Keeps a state posted: at each connect, after each property set, and when `postState` is called. `read` returns it, the
 * properties as JSON (`toJson`), when it is posted, so it costs no memory while it waits.
 */
export function keepPosted(read: () => Bytes): void {
  /*@__INLINE__*/ setState(read)
}

/** The state has changed: posts it. */
export function postState(): void {
  /*@__INLINE__*/ oweState()
  flush()
}

/**
 * Listens to what happens. `connect`: property sets arrive from now on; `close`: they do not any more; `error`: an attempt
 * failed, `value` is the fault's word (docs/troubleshooting.md); `message`: topic and payload of what was subscribed to.
 */
export function on(event: 'connect' | 'close', listener: () => void): void
export function on(event: 'error', listener: (fault: string) => void): void
export function on(event: 'message', listener: (topic: string, payload: Bytes) => void): void
export function on(event: string, listener: (...values: string[]) => void): void {
  /*@__INLINE__*/ listen(event, listener)
}

/** As `device(options)` of the SDK: returns what an application needs most; `options` stand for `aliyun` of device.json. */
export function device(options?: DeviceOptions): Device {
  /*@__INLINE__*/ setOptions(options)
  return { on: on, onProps: onProps, postProps: postProps, publish: publish, subscribe: subscribe }
}
export interface Device {
  readonly on: typeof on
  readonly onProps: typeof onProps
  readonly postProps: typeof postProps
  readonly publish: typeof publish
  readonly subscribe: typeof subscribe
}
