import { setCommand } from './set-status/set-command.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(() => setCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
