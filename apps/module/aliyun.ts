/**
 * No application, but all that one may call (firmware/device.ts), as a module for Espruino's prompt and Web IDE: what
 * `require("aliyun")` returns (docs/module.md). The link starts once what runs at that moment has ended.
 */
import {
  checkProps,
  configure,
  device,
  keep,
  keepPosted,
  kept,
  log,
  on,
  onProp,
  onProps,
  postProps,
  postState,
  publish,
  quote,
  subscribe,
  toJson,
} from '../../firmware/device.ts'

/** The engine's, while it loads a module. */
declare const exports: Record<string, unknown>

exports['device'] = device
exports['on'] = on
exports['onProps'] = onProps
exports['onProp'] = onProp
exports['checkProps'] = checkProps
exports['postProps'] = postProps
exports['keepPosted'] = keepPosted
exports['postState'] = postState
exports['publish'] = publish
exports['subscribe'] = subscribe
exports['configure'] = configure
exports['keep'] = keep
exports['kept'] = kept
exports['log'] = log
exports['quote'] = quote
exports['toJson'] = toJson
