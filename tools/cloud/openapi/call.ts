import type { ApiRequest } from '../net/http-answer.ts'

/** One call of the OpenAPI as it came: RPC style, its parameters from the query and from a form in the body. */
export interface Call {
  readonly action: string
  readonly version: string
  readonly parameters: ReadonlyMap<string, string>
  readonly request: ApiRequest
}

/**
 * An error that the gateway or an action answers. Gateway errors have a 4xx status and no Success (the official clients
 * throw), those of actions come with 200 and `Success: false`.
 */
export class OpenApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 200,
  ) {
    super(message)
  }
}

/** Reads action, version and parameters; where a name comes twice, the first counts. */
export function readCall(request: ApiRequest): Call {
  const parameters = new Map<string, string>()
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(String(request.headers['content-type'] ?? ''))
  for (const [name, value] of [...request.query, ...new URLSearchParams(isForm ? request.body : '')]) {
    if (!parameters.has(name)) parameters.set(name, value)
  }
  const header = (name: string) => String(request.headers[name] ?? '')
  return {
    action: header('x-acs-action') || (parameters.get('Action') ?? ''),
    version: header('x-acs-version') || (parameters.get('Version') ?? ''),
    parameters,
    request,
  }
}

/** A list in RPC style: `DeviceName.1`, `DeviceName.2` and so on. */
export function readList(call: Call, name: string): string[] {
  const list: string[] = []
  for (let at = 1; call.parameters.has(`${name}.${at}`); at++) list.push(call.parameters.get(`${name}.${at}`) ?? '')
  return list
}

/** A parameter that must be there: MissingParameter of the gateway otherwise. */
export function need(call: Call, name: string): string {
  const value = call.parameters.get(name) ?? ''
  if (value !== '') return value
  throw new OpenApiError('MissingParameter', `${name} is mandatory for this action.`, 400)
}

/** A whole number within bounds; `otherwise` when it is absent. Throws the code given. */
export function readNumber(
  call: Call,
  name: string,
  { from, to, otherwise, code }: { from: number; to: number; otherwise?: number; code: string },
): number {
  const text = call.parameters.get(name)
  if (text === undefined && otherwise !== undefined) return otherwise
  const value = Number(need(call, name))
  if (Number.isInteger(value) && value >= from && value <= to) return value
  throw new OpenApiError(code, `${name} wants a number from ${from} to ${to}.`)
}
