import { flashCommand } from './flash/flash-command.ts'
import { Stopping } from './command-line/stopping.ts'
import { surroundingsOfProcess } from './command-line/surroundings.ts'
import { runTool } from './command-line/user-error.ts'
import { speak } from './command-line/language.ts'

const around = surroundingsOfProcess()
const stopping = new Stopping()
// After an upload that was cut a board with Espruino waits at its prompt; what was on it is still there.
around.signal.addEventListener('abort', () => {
  void stopping.end(around.draw).then((said) => {
    const what =
      said ?? speak`stopped: the board starts what it had when its power comes back, or with load() at its prompt`
    process.stderr.write(`${what}\n`)
    process.exit(130)
  })
})

await runTool(() => flashCommand(process.argv.slice(2), { ...around, whenStopped: stopping.whenStopped }))
// Ends the process even when a port does not close.
process.exit()
