import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { DeviceRecord } from '../model/device.ts'
import { refusal, type ApiAnswer, type ApiRequest } from '../net/http-answer.ts'
import { isJsonObject, readJson, type JsonObject } from '../model/json.ts'
import type { Platform } from '../platform/platform.ts'
import type { State } from '../store/state.ts'
import type { SetBook } from '../openapi/set-book.ts'
import type { BoardFeed } from './board-feed.ts'
import type { RoutedCalls } from './calls.ts'
import type { TrafficRing } from './traffic-ring.ts'

/** What the console's calls work with. */
export interface ConsoleParts {
  readonly platform: Platform
  readonly state: Pick<State, 'history' | 'log'>
  readonly sets: SetBook
  /** The packets that were sent before a page was opened. */
  readonly traffic: Pick<TrafficRing, 'of'>
  /** Simulated boards of this computer. */
  readonly boards: readonly BoardFeed[]
  /** Where devices connect. */
  readonly mqtt: { readonly host: string; readonly port: number }
}

/** A call that cannot be done as it came: its response is `status` and `{error: {code, message}}`. */
export class BadCall extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** Does what a call asks for, and returns the body of a 200. Throws BadCall. */
export type Route<Body extends object = object> = (input: Input, parts: ConsoleParts) => Body | Promise<Body>

/** The input of a call: the fields of a POST's JSON object, or of a GET's query, which are strings. */
export type Input = JsonObject

/** What does each call, by path and method. */
export type Routes = {
  readonly [Path in keyof RoutedCalls]: {
    readonly [Method in keyof RoutedCalls[Path]]: RoutedCalls[Path][Method] extends infer Body extends object
      ? Route<Body>
      : never
  }
}

/** The same for a path and a method that somebody sent. */
type AnyRoutes = Readonly<Record<string, { readonly GET?: Route; readonly POST?: Route }>>

/** Finds and carries out a route. What the caller did wrong is told in the response. */
export async function takeRoute(routes: AnyRoutes, request: ApiRequest, parts: ConsoleParts): Promise<ApiAnswer> {
  const methods = Object.hasOwn(routes, request.path) ? routes[request.path] : undefined
  if (methods === undefined) return refusal(404, 'no-such-path', 'there is no such call')
  const route = request.method === 'GET' ? methods.GET : request.method === 'POST' ? methods.POST : undefined
  if (route === undefined) return refusal(405, 'wrong-method', `${request.path} takes ${Object.keys(methods).join()}`)
  try {
    return { status: 200, body: await route(readInput(request), parts) }
  } catch (error) {
    if (!(error instanceof BadCall)) throw error
    return refusal(error.status, error.code, error.message)
  }
}

function readInput({ method, query, body }: ApiRequest): Input {
  if (method === 'GET') return Object.fromEntries(query)
  const value = readJson(body)
  if (isJsonObject(value)) return value
  throw new BadCall(400, 'not-json', 'the body is not a JSON object')
}

/** The device that `productKey` and `deviceName` name. */
export function deviceOf(input: Input, { platform }: Pick<ConsoleParts, 'platform'>): DeviceRecord {
  const name = { productKey: textOf(input, 'productKey'), deviceName: textOf(input, 'deviceName') }
  const device = platform.device(nameOf(name))
  if (device === undefined) throw noSuchDevice(name)
  return device
}

export function noSuchDevice({ deviceName }: DeviceName): BadCall {
  return new BadCall(404, 'no-such-device', `there is no ${deviceName}`)
}

export function textOf(input: Input, key: string): string {
  const value = input[key]
  if (typeof value === 'string' && value !== '') return value
  throw new BadCall(400, 'bad-call', `${key} wants a text`)
}

export function objectOf(input: Input, key: string): JsonObject {
  const value = input[key]
  if (isJsonObject(value)) return value
  throw new BadCall(400, 'bad-call', `${key} wants a JSON object`)
}

/** Reads a whole number, which is a string in a query; `otherwise` is returned if it is absent. Throws BadCall. */
export function numberOf(input: Input, key: string, from: number, to: number, otherwise?: number): number {
  const given = input[key]
  if (given === undefined && otherwise !== undefined) return otherwise
  const value = typeof given === 'string' && given !== '' ? Number(given) : given
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value
  throw new BadCall(400, 'bad-call', `${key} wants a whole number from ${from} to ${to}`)
}
