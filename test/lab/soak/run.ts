import { runTool } from '../../../tools/command-line/user-error.ts'
import { soakCommand } from './soak-command.ts'

await runTool(() => soakCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
