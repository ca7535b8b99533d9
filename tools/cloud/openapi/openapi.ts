import { randomUUID } from 'node:crypto'
import type { UserError } from '../../command-line/user-error.ts'
import type { ApiRequest, JsonAnswer } from '../net/http-answer.ts'
import type { AccessKey } from './access-key.ts'
import type { ActionParts, Actions } from './action.ts'
import { OpenApiError, readCall } from './call.ts'
import { deviceActions } from './device-actions.ts'
import { messageActions } from './message-actions.ts'
import { propertyActions } from './property-actions.ts'
import { checkSignature, createNonceBook } from './signature.ts'

const actions: Actions = { ...deviceActions, ...propertyActions, ...messageActions }

/** The one version of the IoT Platform's OpenAPI. */
const apiVersion = '2018-01-20'

export interface OpenApiOptions extends ActionParts {
  readonly accessKey: AccessKey
  /** ms since 1970. */
  readonly wallNow?: () => number
}

/** Whether a request to `/` is a call of the OpenAPI, and not one for the page. */
export function isOpenApiCall({ method, query, headers }: ApiRequest): boolean {
  return method === 'POST' || query.has('Action') || headers['x-acs-action'] !== undefined
}

/**
 * The part of Aliyun's OpenAPI for IoT that is needed to control a device: RPC style, responses in JSON. Every call
 * must be signed; for a wrong signature the error is `SignatureDoesNotMatch`.
 */
export function createOpenApi(options: OpenApiOptions): (request: ApiRequest) => Promise<JsonAnswer> {
  const nonces = createNonceBook()
  const { accessKey, wallNow = Date.now } = options
  return async (request) => {
    const requestId = randomUUID().toUpperCase()
    try {
      const call = readCall(request)
      if (call.action === '') throw new OpenApiError('MissingAction', 'Action is mandatory for this action.', 400)
      checkSignature(call, accessKey, nonces, wallNow())
      const action = Object.hasOwn(actions, call.action) ? actions[call.action] : undefined
      if (call.version !== apiVersion) throw notFound('InvalidVersion', 'Specified parameter Version is not valid.')
      if (action === undefined) throw notFound('InvalidAction.NotFound', 'Specified api is not found.')
      return { status: 200, body: { RequestId: requestId, Success: true, Code: '', ...(await action(call, options)) } }
    } catch (error) {
      if (!(error instanceof OpenApiError)) throw error
      return refuse(error, requestId, String(request.headers.host ?? ''))
    }
  }
}

/** The response while the platform cannot store anything, with Aliyun's code for a temporary failure. */
export function unavailable({ slug, message }: UserError, { headers }: ApiRequest): JsonAnswer {
  const error = new OpenApiError('ServiceUnavailable', `${slug} - ${message}`, 503)
  return refuse(error, randomUUID().toUpperCase(), String(headers.host ?? ''))
}

function notFound(code: string, message: string): OpenApiError {
  return new OpenApiError(code, message, 404)
}

function refuse({ code, message, status }: OpenApiError, requestId: string, host: string): JsonAnswer {
  if (status === 200) {
    return { status, body: { RequestId: requestId, Success: false, Code: code, ErrorMessage: message } }
  }
  return { status, body: { RequestId: requestId, HostId: host, Code: code, Message: message } }
}
