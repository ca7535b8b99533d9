let startedAt: number

/** Time counts from now on. */
export function startLog(): void {
  startedAt = board.now()
}

/**
 * One line a state change: seconds since the start, level and area (`W wifi`, `I mqtt` ...), message. Never a secret. No
 * toFixed: it would leave the prototype of numbers behind in memory. @seldom
 */
export function log(levelAndArea: string, message: string): void {
  const ms = '0000000' + Math.round((board.now() - startedAt) * 1000)
  board.print(ms.slice(-8, -3) + '.' + ms.substr(-3) + ' ' + levelAndArea + ' ' + message)
}
