import { statusCommand } from './cloud/status-command.ts'
import { runTool } from './user-error.ts'

await runTool(() => statusCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
