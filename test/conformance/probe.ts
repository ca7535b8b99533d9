import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One question to an interpreter, and what a board and the engine's Linux build answer: measured on the real engine. */
export interface Probe {
  /** The row of the project's list of engine facts, and the question. */
  id: string
  /** An expression; with `later`, a function body that calls `done(answer)`. */
  js: string
  later: boolean
  /** The answer is what is printed meanwhile: its lines, with \n between them. */
  prints: boolean
  /** What a build must have for the question to make sense. */
  needs: 'crypto' | 'tls' | 'memory' | undefined
  board: string
  linux: string
  /** Why the simulated board, which runs on V8, cannot answer as a board does. */
  beyond: string | undefined
}

const folder = join(import.meta.dirname, 'probes')

/**
 * Reads every probe. In a file, a line's first char says what it is: `#` a row, `?` a question (and, behind ` | `, words
 * about it: later, prints, crypto, tls, memory), `>` JavaScript, `=` the answer of a board, `~` that of the Linux build where it
 * differs, `!` why the simulated board cannot tell.
 */
export function readProbes(): Probe[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.probes'))
  return names.sort().flatMap((name) => parse(readFileSync(join(folder, name), 'utf8'), name))
}

function parse(text: string, file: string): Probe[] {
  const probes: Probe[] = []
  let row = ''
  for (const [index, line] of text.split('\n').entries()) {
    const [kind, rest] = [line.slice(0, 1), line.slice(2)]
    const probe = probes[probes.length - 1]
    if (kind === '') continue
    if (kind === '#') row = rest
    else if (kind === '?') probes.push(newProbe(row, rest))
    else if (!probe) throw new Error(`${file}:${index + 1}: no question yet`)
    else if (kind === '>') probe.js = rest
    else if (kind === '=') probe.board = probe.linux = rest
    else if (kind === '~') probe.linux = rest
    else if (kind === '!') probe.beyond = rest
    else throw new Error(`${file}:${index + 1}: starts with none of # ? > = ~ !`)
  }
  return probes
}

function newProbe(row: string, rest: string): Probe {
  const [question = '', words = ''] = rest.split(' | ')
  const needs = (['crypto', 'tls', 'memory'] as const).find((word) => words.includes(word))
  const id = `${row}: ${question}`
  const [later, prints] = [words.includes('later'), words.includes('prints')]
  return { id, js: '', later, prints, needs, board: '', linux: '', beyond: undefined }
}
