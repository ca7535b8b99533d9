import { flashCommand } from './flash/flash-command.ts'
import { surroundingsOfProcess } from './logs/surroundings.ts'
import { runTool } from './user-error.ts'

const around = surroundingsOfProcess()
// A board in the middle of an upload starts what it had: nothing is to be cleaned up there.
around.signal.addEventListener('abort', () => process.exit(130))

await runTool(() => flashCommand(process.argv.slice(2), around))
// A port that does not close keeps no process alive.
process.exit()
