import { configCommand } from './config/config-command.ts'
import { canAsk } from './config/can-ask.ts'
import { createTerminal } from './config/terminal.ts'
import { runTool } from './user-error.ts'

const { stdin, stdout, stderr, env, argv } = process

await runTool(() =>
  configCommand(argv.slice(2), {
    environment: env,
    print: (text) => void stdout.write(text),
    warn: (text) => void stderr.write(text),
    terminal: canAsk() ? createTerminal(stdin, stdout) : undefined,
  }),
)
