/** Until the start: what the clock says, which is 0 when the board is switched on. */
let startedAt = 0
/** Gets the text of each line; undefined, and gone from the script, where nobody wants the log. */
let listener: ((text: string) => void) | undefined

/** The least severe level that is printed: E, W or I. Undefined, and gone from the script, where nobody sets it. */
let level: string | undefined

/** Sets the least severe level that is printed; undefined: all. @seldom */
export function setLogLevel(least: string | undefined): void {
  level = least
}

/** The log's time counts from now on. */
export function startLog(): void {
  startedAt = board.now()
}

/** Has `listen` called with the text of each line from now on. @seldom */
export function hearLog(listen: typeof listener): void {
  listener = listen
}

/**
 * Prints a line: seconds since the start, then `text`, which is level, area and message (`I mqtt ready`). One line a state
 * change; never a secret. No toFixed: with it the engine would create the prototype of numbers and keep it in memory. @seldom
 */
export function log(text: string): void {
  if (level && 'EWI'.indexOf(text[0]!) > 'EWI'.indexOf(level)) return
  const ms = '0000000' + Math.round((board.now() - startedAt) * 1000)
  board.print(ms.slice(-8, -3) + '.' + ms.substr(-3) + ' ' + text)
  if (listener) listener(text)
}
