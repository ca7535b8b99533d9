/** A timer that waits: `due` in ms; `order` decides between timers of equal `due`; `at` is its place in the heap. */
interface Timer {
  readonly callback: () => void
  readonly due: number
  readonly order: number
  at: number
}

/** Timers by time: a binary heap that also knows where each timer is, so that one can be removed from the middle. */
export class TimerHeap {
  private readonly heap: Timer[] = []
  private readonly byHandle = new Map<number, Timer>()
  private lastOrder = 0

  get size(): number {
    return this.heap.length
  }

  /** Infinity when no timer waits. */
  get firstDue(): number {
    return this.heap[0]?.due ?? Infinity
  }

  /** Returns a handle > 0, never used again. */
  add(callback: () => void, due: number): number {
    const timer: Timer = { callback, due, order: ++this.lastOrder, at: this.heap.length }
    this.byHandle.set(timer.order, timer)
    this.rise(timer, this.heap.length)
    return timer.order
  }

  /** Removes a timer; an unknown handle, or one of a timer that has fired, is ignored. */
  remove(handle: number): void {
    const timer = this.byHandle.get(handle)
    if (timer !== undefined) this.takeOut(timer)
  }

  takeFirst(): { callback: () => void; due: number } | undefined {
    const first = this.heap[0]
    if (first !== undefined) this.takeOut(first)
    return first
  }

  private takeOut(timer: Timer): void {
    this.byHandle.delete(timer.order)
    const last = this.heap.pop()
    if (last === undefined || last === timer) return
    if (isEarlier(last, timer)) this.rise(last, timer.at)
    else this.sink(last, timer.at)
  }

  /** Moves `timer` from the free place `at` towards the root until its parent is earlier. */
  private rise(timer: Timer, at: number): void {
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = this.heap[above]
      if (parent === undefined || isEarlier(parent, timer)) break
      this.place(parent, at)
      at = above
    }
    this.place(timer, at)
  }

  /** Moves `timer` from the free place `at` towards the leaves until both its children are later. */
  private sink(timer: Timer, at: number): void {
    for (;;) {
      const left = this.heap[2 * at + 1]
      const right = this.heap[2 * at + 2]
      const child = right !== undefined && left !== undefined && isEarlier(right, left) ? right : left
      if (child === undefined || isEarlier(timer, child)) break
      const below = child.at
      this.place(child, at)
      at = below
    }
    this.place(timer, at)
  }

  private place(timer: Timer, at: number): void {
    this.heap[at] = timer
    timer.at = at
  }
}

function isEarlier(a: Timer, b: Timer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order)
}
