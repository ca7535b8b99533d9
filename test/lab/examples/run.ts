import { runTool } from '../../../tools/command-line/user-error.ts'
import { examplesCommand } from './examples-command.ts'

await runTool(() => examplesCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
// A measurement that failed may have left a socket or a timer that would keep the process alive.
process.exit()
