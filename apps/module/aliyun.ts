/**
 * No application, but all that one may call (firmware/device.ts), as a module for Espruino's prompt and Web IDE: what
 * `require("aliyun")` returns (docs/module.md). The link starts once what runs at that moment has ended. No compiler checks what
 * is typed at a prompt: what would spoil the running link for good is refused here, where the prompt shows it.
 */
import * as aliyun from '../../firmware/device.ts'

/** The engine's, while it loads a module. */
declare const exports: Record<string, unknown>

/** Throws Error where a value is of another type. */
function want(type: 'function' | 'string' | 'object', value: unknown): void {
  if (typeof value !== type) throw new Error('wanted a ' + type + ', got ' + typeof value)
}

const all = exports

all['device'] = function (options?: aliyun.DeviceOptions) {
  aliyun.device(options)
  return all
}
all['on'] = function (event: 'message', handler: (topic: string, payload: string) => void) {
  want('function', handler)
  aliyun.on(event, handler)
}
all['onProps'] = function (handler: Parameters<typeof aliyun.onProps>[0]) {
  want('function', handler)
  aliyun.onProps(handler)
}
all['onProp'] = function (handler: Parameters<typeof aliyun.onProp>[0]) {
  want('function', handler)
  aliyun.onProp(handler)
}
all['checkProps'] = function (rules: string) {
  want('string', rules)
  aliyun.checkProps(rules)
}
all['postProps'] = function (params: aliyun.Props, callback?: (reply: aliyun.Reply) => void) {
  want('object', params)
  aliyun.postProps(params, callback)
}
all['keepPosted'] = function (read: Parameters<typeof aliyun.keepPosted>[0]) {
  want('function', read)
  aliyun.keepPosted(read)
}
all['postState'] = aliyun.postState
all['publish'] = function (topic: string, payload: string, options?: aliyun.PublishOptions) {
  want('string', topic)
  want('string', payload)
  // Without a callback, so the build takes the short function.
  aliyun.publish(topic, payload, { qos: options && options.qos === 1 ? 1 : 0 })
}
all['subscribe'] = function (topic: string) {
  want('string', topic)
  aliyun.subscribe(topic)
}
all['configure'] = aliyun.configure
all['keep'] = aliyun.keep
all['kept'] = aliyun.kept
all['log'] = aliyun.log
all['quote'] = aliyun.quote
all['toJson'] = aliyun.toJson
