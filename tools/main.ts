import { columnsOf } from './command-line/columns.ts'
import { inLanguage, speak } from './command-line/language.ts'
import { nearestWord } from './command-line/nearest-word.ts'
import { runTool, UserError } from './command-line/user-error.ts'
import { commandName } from './product/called-as.ts'
import { verbs } from './product/verbs.ts'

const [verb = '--help'] = process.argv.slice(2)

function overview(): string {
  const width = Math.max(...Object.keys(verbs).map(columnsOf))
  const lines = Object.entries(verbs).map(([name, purpose]) => `  ${name.padEnd(width)}  ${inLanguage(purpose)}`)
  const usage = speak`usage: npx ${commandName} VERB [flags]`
  const more = speak`npx ${commandName} VERB --help says more. --version, and --lang en or zh, are for every verb.`
  return `${usage}\n\n${lines.join('\n')}\n\n${more}\n`
}

if (Object.hasOwn(verbs, verb)) {
  process.argv.splice(2, 1)
  await import(`./${verb}.ts`)
} else {
  await runTool(() => {
    if (verb.startsWith('-')) return void process.stdout.write(overview())
    const near = nearestWord(verb, Object.keys(verbs))
    const hint = near === undefined ? speak`known here: ${Object.keys(verbs).join(', ')}` : speak`did you mean ${near}?`
    throw new UserError('unknown-verb', speak`"${verb}" is no verb`, hint)
  })
}
