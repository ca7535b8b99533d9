import { ensureBuilt } from './build/firmware.ts'
import { readStartFlags } from './start/start-flags.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(async () => {
  const flags = readStartFlags()
  if (flags === undefined) return
  // A thread of its own builds the script, which takes longest, while all else is read and started.
  const building = ensureBuilt()
  // Should anything else fail first, nobody waits for it.
  building.catch(() => undefined)
  const { start } = await import('./start/start-command.ts')
  await start(flags, building)
})
