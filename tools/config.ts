import { kindOf } from './build/application.ts'
import { configCommand } from './config/config-command.ts'
import { canAsk } from './command-line/can-ask.ts'
import { createTerminal } from './command-line/terminal.ts'
import { runTool } from './command-line/user-error.ts'

const { stdin, stdout, stderr, env, argv } = process

await runTool(() =>
  configCommand(argv.slice(2), {
    environment: env,
    kindOf,
    print: (text) => void stdout.write(text),
    warn: (text) => void stderr.write(text),
    terminal: canAsk() ? createTerminal(stdin, stdout) : undefined,
  }),
)
