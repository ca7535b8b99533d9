/** Undefined, and all that depends on it gone from the script, where nobody counts. */
let counting: true | undefined
/**
 * Seconds since `countSeconds` was called, by the link's tick: setTime() does not move them, and running out of memory does
 * not stop them.
 */
export let seconds = 0

/** From now on `seconds` counts. @seldom */
export function countSeconds(): void {
  counting = true
}

/** Called every second. */
export function onSecond(): void {
  if (counting) seconds++
}
