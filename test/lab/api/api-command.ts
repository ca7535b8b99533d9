import { engineExecutable } from '../../../tools/engine/engine.ts'
import { readFlags } from '../../../tools/command-line/flags.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { lacking } from './ask-engine.ts'
import { differences } from './compare.ts'
import { readDeclarations } from './declarations.ts'
import { readReference } from './reference.ts'

export const declarationFile = 'apps/espruino.d.ts'
const usage = 'npm run api'
const help = `usage: ${usage}

Compares ${declarationFile} with the engine: with the reference in the comments of Espruino's source (that each function and member
exists, its parameters, kinds of values, events), and with the interpreter (that it has them, as far as its Linux build can).
One of the two is enough.

  ESPRUINO_SOURCE  folder of Espruino's source
  ESPRUINO         path of its Linux build

  --verbose  a stack with an error
  --help     this text

exit code: 0 all agree; 1 wrong use, or something differs
`

const options = {
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run api`. Throws UserError no-engine, no-source and unknown-flag. */
export async function apiCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const { ESPRUINO = '', ESPRUINO_SOURCE = '' } = process.env
  if (ESPRUINO === '' && ESPRUINO_SOURCE === '')
    throw new UserError('no-engine', 'neither ESPRUINO_SOURCE nor ESPRUINO is set', `${usage} -- --help`)
  const declared = readDeclarations([declarationFile])
  const wrong = [
    ...(ESPRUINO_SOURCE === '' ? [] : differences(declared, readReference(ESPRUINO_SOURCE))),
    ...(ESPRUINO === '' ? [] : await lacking(declared, engineExecutable(ESPRUINO))),
  ]
  print(wrong.map((line) => `${line}\n`).join(''))
  const judges = [ESPRUINO_SOURCE && 'the reference', ESPRUINO && 'the interpreter'].filter((one) => one !== '')
  print(`api  ${declared.length} declarations, ${wrong.length} of them not as ${judges.join(' and ')} has them\n`)
  process.exitCode = wrong.length > 0 ? 1 : 0
}
