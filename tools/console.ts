import { consoleCommand } from './cloud/console-api/console-command.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(() => consoleCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
