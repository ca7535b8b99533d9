/** What of a terminal is needed to show a line for a while. */
interface Screen {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/**
 * Shows on a terminal that something is being built, as that may take a while; in a pipe it shows nothing. Returns a function
 * that takes the line away again.
 */
export function showBuilding(screen: Screen): () => void {
  if (screen.isTTY !== true) return () => undefined
  screen.write('build      ...')
  let isShown = true
  return () => {
    if (isShown) screen.write('\r\u001b[K')
    isShown = false
  }
}
