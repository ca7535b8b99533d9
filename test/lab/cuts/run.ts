import { runTool } from '../../../tools/command-line/user-error.ts'
import { cutsCommand } from './cuts-command.ts'

await runTool(() => cutsCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
// A case that failed may have left a child process or a timer that would keep this process alive.
process.exit()
