import { runTool } from '../../../tools/command-line/user-error.ts'
import { engineCommand } from './engine-command.ts'

await runTool(() => engineCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
// A case that failed may have left a socket or a timer that would keep the process alive.
process.exit()
