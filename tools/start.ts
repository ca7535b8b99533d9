import { runtimeOf } from './board-kinds/boards.ts'
import { namedBoard } from './config/file/named-board.ts'
import { readApplication } from './build/application.ts'
import { ensureBuilt } from './build/firmware.ts'
import { showBuilding } from './start/building-line.ts'
import { readStartFlags } from './start/start-flags.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(async () => {
  const flags = readStartFlags()
  if (flags === undefined) return
  // Building takes longest; a thread does it while everything else is loaded and started.
  // A Pico W's script has the configuration inside, which is known later.
  const app = readApplication(flags.app, flags.config)
  const board = flags.board ?? (flags.config === undefined ? undefined : namedBoard(flags.config))
  const building = runtimeOf(board) === 'espruino' ? ensureBuilt('dist', app) : undefined
  const hideBuilding = showBuilding(process.stdout)
  // When something else fails first, nobody waits for the build, and its failure must not count as unhandled.
  building?.catch(() => undefined)
  try {
    const { start } = await import('./start/start-command.ts')
    await start(flags, building, hideBuilding)
  } finally {
    hideBuilding()
  }
})
