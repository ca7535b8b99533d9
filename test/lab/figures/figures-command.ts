import { writeWhole } from '../../../tools/local-files/write-whole.ts'
import { readFlags } from '../../../tools/command-line/flags.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { commandPages } from './commands-page.ts'
import type { Change } from './fill.ts'
import { fillPages, gatherFigures } from './figures.ts'
import { wiringPages } from './wiring-pages.ts'

const usage = 'npm run figures'
const help = `usage: ${usage}

Writes every figure that a page quotes into its places, in both languages, and says what it changed: sizes of what the
sources build now, what npm run engine, npm run bench, npm run cuts and npm run costs wrote to docs/measured, the chart,
the pages of the commands, and the pictures of wirings. Which figure stands where: test/lab/figures/places.ts. npm test fails when a page says another figure.

  --verbose  a stack with an error
  --help     this text

exit code: 0 all figures are in their places; 1 wrong use, a file of measurements or a place is not there
`

const options = { verbose: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const

/** `npm run figures`. Throws UserError no-figures, no-place, unknown-flag, build-failed. */
export async function figuresCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const { figures, missing, stale } = await gatherFigures()
  const pages = [...fillPages(figures), ...commandPages(), ...wiringPages()]
  for (const { file, text, changes } of pages) {
    if (changes.length === 0) continue
    writeWhole(file, text)
    print(changes.map((change) => `${file}  ${toText(change)}\n`).join(''))
  }
  const changed = pages.flatMap(({ changes }) => changes).length
  print(`${changed === 0 ? 'nothing to change' : `${changed} places changed`}\n`)
  print(stale.map((line) => `note  ${line}\n`).join(''))
  const lost = pages.flatMap(({ file, problems }) => problems.map((problem) => `${file}: ${problem}`))
  if (lost.length > 0) throw new UserError('no-place', lost.join('\n  '), 'mend the page or test/lab/figures/places.ts')
  if (missing.length > 0) throw new UserError('no-figures', missing.join('\n  '), 'what needs it was left as it is')
}

/** Returns a change as a line; a long text is shown as its number of lines. */
function toText({ name, from, to }: Change): string {
  const short = (text: string): string => (text.includes('\n') ? `${text.trim().split('\n').length} lines` : text)
  return `${name}: ${short(from)} -> ${short(to)}`
}
