import { findPort, type FoundPort } from './find-port.ts'
import { speak } from '../command-line/language.ts'
import type { Show } from '../command-line/show.ts'

export interface FlashSurroundings {
  readonly environment: NodeJS.ProcessEnv
  /** Standard output. */
  readonly print: (text: string) => void
  /** Standard error. */
  readonly warn: (text: string) => void
  /** Where a progress line can be redrawn; undefined without a terminal. */
  readonly draw?: ((text: string) => void) | undefined
  /** Who can be asked; undefined in a pipe and with CI=1. */
  readonly asks?: Asks | undefined
}

/** Questions to somebody at a terminal. */
export interface Asks {
  /** Undefined when nobody answers: Ctrl-C, Escape, the end of the terminal. */
  confirm(question: string): Promise<boolean | undefined>
  /** Answers an index, undefined when none is wanted. */
  choose(question: string, choices: readonly string[]): Promise<number | undefined>
}

/** The port that a flag names, else the one there is. */
export async function choosePort(name: string | undefined, show: Show, { asks }: FlashSurroundings): Promise<string> {
  if (name !== undefined) return name
  const question = speak`Which port?`
  return findPort({
    onWaiting: () => show.step('port', speak`none yet: plug the board in (waiting 30 s)`),
    choose: asks && ((ports: readonly FoundPort[]) => asks.choose(question, ports.map(portText))),
  })
}

/** A port as a line of a list. */
export const portText = ({ path, what }: FoundPort): string => `${path.padEnd(14)} ${what}`.trimEnd()
