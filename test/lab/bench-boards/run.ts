import { runTool } from '../../../tools/command-line/user-error.ts'
import { boardsCommand } from './boards-command.ts'

await runTool(() => boardsCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
process.exit()
