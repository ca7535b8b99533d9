import { setCommand } from './cloud/set-command.ts'
import { runTool } from './user-error.ts'

await runTool(() => setCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
