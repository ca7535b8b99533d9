/** A timer that waits: `due` in ms; `order` tells apart timers of equal `due`; `at` is its place in the heap. */
interface Timer {
  readonly callback: () => void
  readonly due: number
  readonly order: number
  at: number
}

/** Timers by time: a binary heap that also knows where each timer is, so that one can be taken out of the middle. */
export interface TimerHeap {
  /** Answers a handle > 0, never used again. */
  add(callback: () => void, due: number): number
  /** An unknown handle, or one that has fired, is ignored. */
  remove(handle: number): void
  takeFirst(): { callback: () => void; due: number } | undefined
  /** Infinity when no timer waits. */
  firstDue(): number
  size(): number
}

export function createTimerHeap(): TimerHeap {
  const heap: Timer[] = []
  const byHandle = new Map<number, Timer>()
  let lastOrder = 0

  function place(timer: Timer, at: number): void {
    heap[at] = timer
    timer.at = at
  }

  /** Moves `timer` from the free place `at` towards the root until its parent is earlier. */
  function rise(timer: Timer, at: number): void {
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || isEarlier(parent, timer)) break
      place(parent, at)
      at = above
    }
    place(timer, at)
  }

  /** Moves `timer` from the free place `at` towards the leaves until both its children are later. */
  function sink(timer: Timer, at: number): void {
    for (;;) {
      const left = heap[2 * at + 1]
      const right = heap[2 * at + 2]
      const child = right !== undefined && left !== undefined && isEarlier(right, left) ? right : left
      if (child === undefined || isEarlier(timer, child)) break
      const below = child.at
      place(child, at)
      at = below
    }
    place(timer, at)
  }

  function takeOut(timer: Timer): void {
    byHandle.delete(timer.order)
    const last = heap.pop()
    if (last === undefined || last === timer) return
    if (isEarlier(last, timer)) rise(last, timer.at)
    else sink(last, timer.at)
  }

  return {
    add(callback, due) {
      const timer: Timer = { callback, due, order: ++lastOrder, at: heap.length }
      byHandle.set(timer.order, timer)
      rise(timer, heap.length)
      return timer.order
    },
    remove(handle) {
      const timer = byHandle.get(handle)
      if (timer !== undefined) takeOut(timer)
    },
    takeFirst() {
      const first = heap[0]
      if (first !== undefined) takeOut(first)
      return first
    },
    firstDue: () => heap[0]?.due ?? Infinity,
    size: () => heap.length,
  }
}

function isEarlier(a: Timer, b: Timer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order)
}
