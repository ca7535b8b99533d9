import { runTool } from '../../../tools/command-line/user-error.ts'
import { cutsCommand } from './cuts-command.ts'

await runTool(() => cutsCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
// A case that failed may have left a process or a timer behind, that would keep this one.
process.exit()
