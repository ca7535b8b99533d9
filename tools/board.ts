import { boardCommand } from './board/board-command.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(async () => {
  const color = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''
  const board = await boardCommand(process.argv.slice(2), (text) => void process.stdout.write(text), color)
  if (!board) return
  // A board that waits for nothing is still on, so this process must not end: the timer keeps it alive.
  setInterval(() => undefined, 2 ** 31 - 1)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void board.stop().then(() => process.exit()))
  }
})
