let startedAt: number

/** Time counts from now on. */
export function startLog(): void {
  startedAt = board.now()
}

/**
 * One line a state change: seconds since the start, then `text`: level, area and message (`I mqtt ready`). Never a secret. No
 * toFixed: it would leave the prototype of numbers behind in memory. @seldom
 */
export function log(text: string): void {
  const ms = '0000000' + Math.round((board.now() - startedAt) * 1000)
  board.print(ms.slice(-8, -3) + '.' + ms.substr(-3) + ' ' + text)
}
