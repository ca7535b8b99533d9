import { asksFor, isFromFile } from './asks-for.ts'

/**
 * What a configuration can ask for. The usual script has all of it, the same for every device; a script with a configuration
 * inside has only what that one asks for.
 */

/** The configuration is a file in the board's Storage, read and checked at each start. */
export const withFile = isFromFile()
/** The device triple, signed on the device. */
export const withTriple = asksFor('aliyun')
/** The console's one-click copy of clientId, username and password. */
export const withLogin = asksFor('mqtt')
/** Enterprise instances, and public instances opened since 2021-07-30, have a host of their own. */
export const withInstance = asksFor('aliyun.instanceId')
export const withRegion = asksFor('aliyun.region')
export const withHost = asksFor('aliyun.host')
export const withPort = asksFor('aliyun.port')
export const withKeepAlive = asksFor('link.keepAliveS')
export const withReboot = asksFor('link.rebootAfterMin')
export const withTls = asksFor('*.tls', true)
