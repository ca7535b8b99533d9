import { chaosCommand } from './chaos/chaos-command.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(() => chaosCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
