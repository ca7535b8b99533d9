import type { ApiRequest } from '../net/http-answer.ts'

/** A call of the OpenAPI in RPC style, with the parameters of its query and of a form in its body. */
export interface Call {
  readonly action: string
  readonly version: string
  readonly parameters: ReadonlyMap<string, string>
  readonly request: ApiRequest
}

/**
 * An error of the gateway or of an action. Errors of the gateway have a 4xx status and no Success, and make the
 * official clients throw; those of actions come with 200 and `Success: false`.
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

/** Reads action, version and parameters. If a parameter is there twice, the first one counts. */
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

/** Reads a list in RPC style: `DeviceName.1`, `DeviceName.2` and so on. */
export function readList(call: Call, name: string): string[] {
  const list: string[] = []
  for (let at = 1; call.parameters.has(`${name}.${at}`); at++) list.push(call.parameters.get(`${name}.${at}`) ?? '')
  return list
}

/** Returns a parameter. Throws the gateway's MissingParameter if it is absent. */
export function need(call: Call, name: string): string {
  const value = call.parameters.get(name) ?? ''
  if (value !== '') return value
  throw new OpenApiError('MissingParameter', `${name} is mandatory for this action.`, 400)
}

/** Returns a whole number within bounds, or `otherwise` if it is absent. Throws an OpenApiError with `code`. */
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
