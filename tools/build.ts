import { buildCommand } from './build/build-command.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(() => buildCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
