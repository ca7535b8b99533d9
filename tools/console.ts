import { buildPage } from './cloud/console-api/build-page.ts'
import { readFlags } from './command-line/flags.ts'
import { runTool } from './command-line/user-error.ts'
import { help, usage } from './cloud/console-api/console-help.ts'
import { inLanguage } from './command-line/language.ts'

const options = { verbose: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const

await runTool(async () => {
  const { values: flags } = readFlags({ options }, usage)
  process.stdout.write(flags.help ? inLanguage(help) : `console    ${await buildPage()}\n`)
})
