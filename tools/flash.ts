import { canAsk } from './config/can-ask.ts'
import { createAsks } from './flash/asks.ts'
import { flashCommand } from './flash/flash-command.ts'
import { runTool } from './user-error.ts'

const { argv, env, stdin, stdout, stderr } = process

await runTool(() =>
  flashCommand(argv.slice(2), {
    environment: env,
    print: (text) => void stdout.write(text),
    warn: (text) => void stderr.write(text),
    draw: stderr.isTTY ? (text) => void stderr.write(text) : undefined,
    asks: canAsk() ? createAsks(stdin, stdout) : undefined,
  }),
)
