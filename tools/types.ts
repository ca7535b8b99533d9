import { typesCommand } from './types/types-command.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(() => typesCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
