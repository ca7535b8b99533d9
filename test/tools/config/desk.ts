import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { TestContext } from 'node:test'
import { kindOf } from '../../../tools/build/application.ts'
import { configCommand } from '../../../tools/config/config-command.ts'
import { createTerminal } from '../../../tools/command-line/terminal.ts'

/** Instead of keys: the window is closed. */
export const hangUp = Symbol('hang up')

/** What somebody types at which question. */
export type Answer = readonly [question: string, keys: string | typeof hangUp]

/** A folder with a device.json in it or to be, and what the command said. */
export interface Desk {
  readonly folder: string
  readonly file: string
  readonly said: string
  read(): string
  write(name: string, content: unknown): string
  run(...args: string[]): Promise<void>
  /** The same with somebody at the terminal, who answers each question with the keys given for it. */
  runAnswering(answers: readonly Answer[], ...args: string[]): Promise<void>
}

export function makeDesk(t: TestContext, environment: NodeJS.ProcessEnv = {}): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'device.json')
  let said = ''
  const say = (text: string): void => void (said += text)
  const base = { environment, kindOf, print: say, warn: say }
  return {
    folder,
    file,
    get said() {
      return said
    },
    read: () => readFileSync(file, 'utf8'),
    write(name, content) {
      const path = join(folder, name)
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })
      return path
    },
    run: (...args) => configCommand(['--file', file, ...args], { ...base, terminal: undefined }),
    async runAnswering(answers, ...args) {
      const [input, output] = [new PassThrough(), new PassThrough()]
      const left = [...answers]
      let screen = ''
      output.on('data', (chunk: Buffer) => {
        const text = stripVTControlCharacters(chunk.toString())
        said += text
        screen += text
        const [question, keys] = left[0] ?? ['nothing', '']
        if (!screen.includes(question)) return
        left.shift()
        screen = ''
        // When the question stands there whole.
        setImmediate(() => (keys === hangUp ? input.end() : input.write(keys)))
      })
      await configCommand(['--file', file, ...args], { ...base, terminal: createTerminal(input, output) })
      if (left.length > 0) throw new Error(`never asked: ${left[0]?.[0]}`)
    },
  }
}
