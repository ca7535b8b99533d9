import { startCommand } from './start/start-command.ts'
import { runTool } from './user-error.ts'

await runTool(startCommand)
