/**
 * Calls back for keys pressed at a terminal: space, and Ctrl-C or q. Does nothing where standard input is no terminal.
 * Returns a function that restores the terminal.
 */
export function listenForKeys(onKey: (key: 'space' | 'quit') => void): () => void {
  const { stdin } = process
  if (!stdin.isTTY) return () => undefined
  const listen = (data: Buffer): void => {
    for (const key of data.toString('latin1')) {
      if (key === ' ') onKey('space')
      else if (key === '\u0003' || key === 'q') onKey('quit')
    }
  }
  stdin.setRawMode(true)
  stdin.resume()
  stdin.on('data', listen)
  return () => {
    stdin.off('data', listen)
    stdin.setRawMode(false)
    stdin.pause()
  }
}
