import type { Stop } from './surroundings.ts'

/** How long what is to be done at the end of a command may take, ms. */
const stopMs = 1_000

/** Keeps what is to be done when the user ends a command. */
export class Stopping {
  private stop: Stop | undefined

  readonly whenStopped = (stop: Stop | undefined): void => {
    this.stop = stop
  }

  /** Does it, and returns what to say; undefined when there is nothing to do. A line of progress is taken away first. */
  async end(draw: ((text: string) => void) | undefined): Promise<string | undefined> {
    const { stop } = this
    if (stop === undefined) return undefined
    draw?.('\r\x1b[K')
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), stopMs))
    return Promise.race([stop().catch(() => undefined), late])
  }
}
