import { parameterError, type Answer } from './alink.ts'
import { isJsonObject } from '../model/json.ts'
import type { Request, RequestTable, ThingParts } from './parts.ts'

const levels = ['FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG']

/** A device's own log, and the state of its network. */
export function logRequests(parts: ThingParts): RequestTable {
  return {
    'thing/log/post': (request) => takeLog(parts, request),
    '_thing/diag/post': ({ params }) =>
      isJsonObject(params) && params.p !== undefined ? { code: 200 } : parameterError,
  }
}

function takeLog({ hub, rules }: ThingParts, { device, params }: Request): Answer {
  if (!rules.deviceLogs) return { code: 6718, message: 'log service is off' }
  if (!Array.isArray(params) || params.length === 0) return parameterError
  const entries = params.filter(isJsonObject)
  const areGood = entries.every(
    ({ logLevel, logContent }) =>
      typeof logLevel === 'string' && levels.includes(logLevel) && typeof logContent === 'string',
  )
  if (entries.length < params.length || !areGood) return parameterError
  hub.emit({ type: 'device-log', device, entries })
  return { code: 200 }
}
