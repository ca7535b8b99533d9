import { runtime } from './runtime.ts'

/** The timer whose task runs: to clear it would hang the runtime. */
let running: number | undefined
/** What a task throws is printed, and ends nothing else. */
let onThrow: (error: unknown) => void = () => undefined

/** Sets what is told of an error that a task, a watch or a listener has thrown. */
export function tellThrown(tell: (error: unknown) => void): void {
  onThrow = tell
}

/** Calls a function; what it throws is told. */
export function guarded(task: () => void): void {
  try {
    task()
  } catch (error) {
    onThrow(error)
  }
}

/** As setTimeout of Espruino: without `ms` soon, and the arguments that follow are passed on. */
export function after(task: (...values: unknown[]) => void, ms?: number, ...values: unknown[]): number {
  const id = runtime.setTimeout(
    () => {
      const before = running
      running = id
      guarded(() => task(...values))
      running = before
    },
    // The runtime takes a negative time for a very long one.
    (ms as number) > 0 ? (ms as number) : 0,
  )
  return id
}

/** As clearTimeout; ids of no timer, and of the one whose task runs, are ignored. */
export function cancel(id?: number): void {
  if (typeof id === 'number' && id !== running) runtime.clearTimeout(id)
}
