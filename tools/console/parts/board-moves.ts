import { useEffect, useMemo } from 'preact/hooks'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { CallError, post } from '../api.ts'

/** A move of an input or of a dial of the board. */
export type Move =
  { readonly pin: string; readonly value: number | null } | { readonly dial: string; readonly value: number }

interface Waiting {
  readonly move: Move
  readonly mayBeLeftOut: boolean
}

/**
 * Returns a function that sends moves, one after the other, and resolves when none waits any more. A move that may be left
 * out, such as a place that a slider only passed, gives way to the next of the same. `onRefused` gets what was refused.
 */
export function useMoves(
  device: DeviceName,
  onRefused: (error: CallError | undefined) => void,
): (move: Move, mayBeLeftOut?: boolean) => Promise<void> {
  const { productKey, deviceName } = device
  return useMemo(() => {
    const waiting: Waiting[] = []
    let sending: Promise<void> | undefined
    async function send(): Promise<void> {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        try {
          await post('/api/board', { ...nameOf({ productKey, deviceName }), ...next.move })
          onRefused(undefined)
        } catch (error) {
          if (!(error instanceof CallError)) throw error
          onRefused(error)
        }
      }
      sending = undefined
    }
    return (move, mayBeLeftOut = false) => {
      const last = waiting.at(-1)
      if (last?.mayBeLeftOut === true && isSame(last.move, move)) waiting.pop()
      waiting.push({ move, mayBeLeftOut })
      return (sending ??= send())
    }
  }, [productKey, deviceName])
}

function isSame(one: Move, other: Move): boolean {
  return 'pin' in one ? 'pin' in other && one.pin === other.pin : 'dial' in other && one.dial === other.dial
}

/** How long a press lasts at least, ms: a script that waits for the contact to settle has to see it. */
const leastPressMs = 120

/** What a button needs that acts as long as it is held, by pointer, by touch or by Space and Enter. */
export function usePress(press: () => void, release: () => void) {
  const held = useMemo(() => ({ sinceMs: undefined as number | undefined, release }), [])
  held.release = release
  const down = () => {
    if (held.sinceMs !== undefined) return
    held.sinceMs = performance.now()
    press()
  }
  const up = () => {
    if (held.sinceMs === undefined) return
    const leftMs = held.sinceMs + leastPressMs - performance.now()
    held.sinceMs = undefined
    if (leftMs > 0) window.setTimeout(() => held.release(), leftMs)
    else held.release()
  }
  // Whoever leaves the page lets the button go.
  useEffect(() => up, [])
  const isOurs = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter'
  return {
    onPointerDown(event: PointerEvent & { currentTarget: HTMLButtonElement }) {
      event.currentTarget.setPointerCapture(event.pointerId)
      down()
    },
    onPointerUp: up,
    onPointerCancel: up,
    onLostPointerCapture: up,
    onBlur: up,
    onContextMenu: (event: Event) => event.preventDefault(),
    onKeyDown(event: KeyboardEvent) {
      if (!isOurs(event)) return
      event.preventDefault()
      down()
    },
    onKeyUp(event: KeyboardEvent) {
      if (!isOurs(event)) return
      event.preventDefault()
      up()
    },
    // A screen reader clicks without a key or a pointer.
    onClick({ detail }: MouseEvent) {
      if (detail !== 0) return
      down()
      up()
    },
  }
}
