import { surroundingsOfProcess } from './logs/surroundings.ts'
import { runCommand } from './run/run-command.ts'
import { runTool } from './user-error.ts'

/** What is followed ends at once; an upload is left, and the board starts what it had. */
const endWithinMs = 500

const around = surroundingsOfProcess()
around.signal.addEventListener('abort', () => setTimeout(() => process.exit(130), endWithinMs).unref())

await runTool(() => runCommand(process.argv.slice(2), around))
