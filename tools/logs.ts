import { logsCommand } from './logs/logs-command.ts'
import { surroundingsOfProcess } from './logs/surroundings.ts'
import { runTool } from './user-error.ts'

await runTool(() => logsCommand(process.argv.slice(2), surroundingsOfProcess()))
