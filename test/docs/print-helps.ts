import { readdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// usage: node --import tsx test/docs/print-helps.ts   the help of every npm script that has one, as JSON: {name: text}
// One process for all: starting one for each takes longer than all else that is tested of the pages.

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
const print = process.stdout.write.bind(process.stdout)
const helps: Record<string, string> = {}
let text = ''
process.stdout.write = (part: string | Uint8Array) => {
  text += String(part)
  return true
}
// As many commands listen as there are.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0)
// Some commands end their process themselves.
const { exit } = process
process.exit = (() => undefined) as typeof exit

for (const [name, line] of Object.entries(scripts)) {
  const [, entry] = /^node --import tsx ((?:tools|test\/lab)\/\S+\.ts)$/.exec(line) ?? []
  if (entry === undefined) continue
  // A program of the lab without a command file takes words alone.
  if (entry.startsWith('test/') && !readdirSync(dirname(entry)).some((file) => file.endsWith('-command.ts'))) continue
  process.argv = [process.execPath, entry, '--help']
  text = ''
  await import(pathToFileURL(resolve(entry)).href)
  helps[name] = text
}
print(`${JSON.stringify(helps)}\n`)
exit()
