import { statusCommand } from './set-status/status-command.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(() => statusCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
