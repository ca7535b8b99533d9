import { createInterface } from 'node:readline'
import { Writable, type Readable } from 'node:stream'

/** What `readPaste` returns on Ctrl-C. */
export const stopped = Symbol('stopped')

/**
 * Reads lines without echo, up to the one that completes the JSON or to an empty one. A usual prompt would end with the first
 * line of a paste of several. Returns `stopped` on Ctrl-C and at the end of input.
 */
export function readPaste(input: Readable): Promise<string | typeof stopped> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal: true })
  return new Promise((resolve) => {
    let pasted = ''
    const end = (answer: string | typeof stopped): void => {
      resolve(answer)
      lines.close()
    }
    lines.on('line', (line) => {
      pasted += `${line}\n`
      if ((line.trim() === '' && pasted.trim() !== '') || isJson(pasted)) end(pasted)
    })
    lines.once('SIGINT', () => end(stopped))
    lines.once('close', () => resolve(stopped))
  })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
