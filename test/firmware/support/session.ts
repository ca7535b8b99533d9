import { createSession, step, tick, type At, type Order, type Session } from '../../../firmware/mqtt/session.ts'

/** A session in a state of its own making: nothing heard, written or failed yet, all credit there. */
export function sessionAt(at: At, changes: Partial<Session> = {}): Session {
  return { ...createSession(), at, online: at !== 'offline', ...changes }
}

/** Lets seconds pass until an order comes; answers it and how many it took; ['', most] when none comes. */
export function firstOrder(
  session: Session,
  most = 1000,
  rebootAfterS = 0,
  tls = false,
): [order: Order, second: number] {
  for (let second = 1; second <= most; second++) {
    const order = tick(session, rebootAfterS, tls)
    if (order !== '') return [order, second]
  }
  return ['', most]
}

/** What the link does when it writes: the session has spoken. */
export function speak(session: Session): void {
  session.spokeS = 0
}

/** What the link does at each complete packet. */
export function hear(session: Session): void {
  session.heardS = 0
}

/** Brings an `opening` session to `ready`. */
export function becomeReady(session: Session): void {
  step(session, 'opened', 0)
  step(session, 'connack', 0)
  step(session, 'suback', 1)
}
