import { drawBar } from './progress-bar.ts'

/** Steps of flashing, in their order. */
export type Step =
  'port' | 'board' | 'found' | 'kept' | 'removed' | 'layout' | 'upload' | 'verify' | 'boot' | 'ready' | 'note'

/** Where the steps are shown. */
export interface Show {
  step(step: Step, text: string, facts?: Readonly<Record<string, unknown>>): void
  /** Shows a line that the board printed. */
  line(text: string): void
  /** Shows how many bytes of `all` are done; redraws one line. */
  progress(what: string, bytes: number, all: number): void
}

export interface ShowOptions {
  readonly json: boolean
  readonly quiet: boolean
  readonly print: (text: string) => void
  /** Draws the progress line and redraws it; undefined where there is no terminal. */
  readonly draw?: ((text: string) => void) | undefined
}

/** Returns where steps are shown: as lines for people, as one JSON object a line for programs, or not at all but errors. */
export function createShow({ json, quiet, print, draw }: ShowOptions): Show {
  let isDrawn = false
  const clear = (): void => {
    if (isDrawn) draw?.('\r\x1b[K')
    isDrawn = false
  }
  const say = (text: string, object: object): void => {
    clear()
    if (json) print(`${JSON.stringify(object)}\n`)
    else if (!quiet) print(`${text}\n`)
  }
  return {
    step: (step, text, facts = {}) => say(`${step.padEnd(10)} ${text}`, { step, ...facts, text }),
    line: (line) => say(line, { line }),
    progress(what, bytes, all) {
      if (json || quiet || draw === undefined) return
      isDrawn = true
      draw(`\r${drawBar(what, bytes, all)}\x1b[K`)
    },
  }
}
