import type { Bytes } from '../platform/platform.ts'
import { messageOf } from './alink.ts'

/** What the platform says of a request; `code` 200 is success, 0 that no reply came. */
export interface Reply {
  readonly id?: string
  readonly code: number
  readonly data?: unknown
  readonly message?: string
}
export type Callback = (reply: Reply) => void

/** A request without a reply yet; its keys are short because longer ones cost JsVars. */
interface Request {
  readonly id: string
  /** Time until it ends without a reply, s. */
  left: number
  readonly call: readonly Callback[]
}

const replyWithinS = 10
const openMax = 8
export const noReply: Reply = { code: 0, message: 'no-reply' }

/** Undefined, and all that depends on it gone from the script, where no request has a callback. */
let open: Request[] | undefined

/** Calls each of `callbacks` once: with the reply to the message `id`, or after 10 s, or at the session's end, without one. */
export function awaitReply(id: number | Bytes, callbacks: readonly Callback[]): void {
  open = open || []
  // Where the platform is silent, only so many wait.
  if (open.length >= openMax) return settle(callbacks, noReply)
  open.push({ id: '' + id, left: replyWithinS + 1, call: callbacks })
}

/** Whether as many requests wait for their replies as can. @seldom */
export function isFull(): boolean {
  return !!open && open.length >= openMax
}

/** Tells `callbacks` what came of their request, later: what they throw ends nothing else. */
export function settle<Told>(callbacks: readonly ((told: Told) => void)[], reply: Told): void {
  callbacks.forEach((callback) => board.after(() => callback(reply), 0))
}

/** A reply arrived. @seldom */
export function onReply(payload: Bytes): void {
  if (!open) return
  const reply = messageOf(payload) as Reply | undefined
  // Those of the broker's answers, which wait here, too, are no numbers.
  endWhere(({ id }) => !!reply && id === reply.id && +id >= 0, reply!)
}

/** Ends what waits for the answer `id`. @seldom */
export function endReply(id: Bytes, reply: Reply): void {
  if (open) endWhere((request) => request.id === id, reply)
}

/** Called every second. */
export function onRequestsSecond(): void {
  if (open && open.length) endWhere((each) => !--each.left, noReply)
}

/** The session has ended: what was asked in it gets no reply any more. @seldom */
export function endRequests(): void {
  if (open) endWhere(() => true, noReply)
}

/** Ends the requests that `isOver` says. */
function endWhere(isOver: (request: Request) => boolean, reply: Reply): void {
  open = open!.filter((each) => {
    const over = isOver(each)
    if (over) settle(each.call, reply)
    return !over
  })
}
