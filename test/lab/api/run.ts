import { runTool } from '../../../tools/command-line/user-error.ts'
import { apiCommand } from './api-command.ts'

await runTool(() => apiCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
