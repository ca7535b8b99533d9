import { logsCommand } from './logs/logs-command.ts'
import { surroundingsOfProcess } from './command-line/surroundings.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(() => logsCommand(process.argv.slice(2), surroundingsOfProcess()))
