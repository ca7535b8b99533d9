import { runTool } from '../../../tools/command-line/user-error.ts'
import { pahoCommand } from './paho-command.ts'

await runTool(() => pahoCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
