import { runTool } from '../../../tools/command-line/user-error.ts'
import { benchCommand } from './bench-command.ts'

await runTool(() => benchCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
// A measure that failed may have left a socket or a timer that would keep the process alive.
process.exit()
