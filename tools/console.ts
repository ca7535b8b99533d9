import { buildPage } from './cloud/console-api/build-page.ts'
import { readFlags } from './command-line/flags.ts'
import { runTool } from './command-line/user-error.ts'

const usage = 'npm run console'
const help = `usage: ${usage}

Builds the console's page into dist/console, where its sources changed. npm start and npm run cloud do so by themselves,
and serve it: http://127.0.0.1:8080 unless told otherwise.

  --verbose  a stack with an error
  --version  which version this is
  --help     this text
`

const options = { verbose: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const

await runTool(async () => {
  const { values: flags } = readFlags({ options }, usage)
  process.stdout.write(flags.help ? help : `console    ${await buildPage()}\n`)
})
