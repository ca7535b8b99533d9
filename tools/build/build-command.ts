import { buildFirmware } from './firmware.ts'
import { reportAsJson, reportBuild } from './report.ts'
import { readFlags } from '../command-line/flags.ts'

const usage = 'npm run build'
const help = `usage: ${usage} -- [flags]

Compiles firmware/ into dist/firmware.js, one script without secrets, the same for every device, and its source map.

  --inline FILE  dist/firmware.inline.js instead: FILE, a device.json, is inside, so the script holds your secrets; what
                 that configuration does not ask for (TLS, buttons ...) is left out
  --no-minify    dist/firmware.readable.js instead: the same program to read, bigger; with --inline still firmware.inline.js
  --json         {"file", "bytes", "sha256"} instead of the line
  --verbose      a stack with an error
  --version      which version this is
  --help         this text
`

const options = {
  inline: { type: 'string' },
  'no-minify': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run build`. Writes into `folder`. Throws UserError for what the user can mend. */
export async function buildCommand(
  args: readonly string[],
  print: (text: string) => void,
  folder = 'dist',
): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const built = await buildFirmware({ inline: flags.inline, minify: !flags['no-minify'], folder })
  print(`${flags.json ? reportAsJson(built) : reportBuild(built)}\n`)
}
