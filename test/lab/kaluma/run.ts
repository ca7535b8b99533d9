import { runTool } from '../../../tools/command-line/user-error.ts'
import { kalumaCommand } from './kaluma-command.ts'

await runTool(() => kalumaCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
// The thread that builds scripts, and a case that failed, may keep the process alive.
process.exit()
