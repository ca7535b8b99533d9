import { Stopping } from './command-line/stopping.ts'
import { surroundingsOfProcess } from './command-line/surroundings.ts'
import { runCommand } from './run/run-command.ts'
import { runTool } from './command-line/user-error.ts'

/** Following the log ends at once; an upload is abandoned, and the board starts what it had. */
const endWithinMs = 500

const around = surroundingsOfProcess()
const stopping = new Stopping()
around.signal.addEventListener('abort', () => {
  void stopping.end(around.draw).then((said) => {
    if (said !== undefined) process.stderr.write(`${said}\n`)
    setTimeout(() => process.exit(130), endWithinMs).unref()
  })
})

await runTool(() => runCommand(process.argv.slice(2), { ...around, whenStopped: stopping.whenStopped }))
