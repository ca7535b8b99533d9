import { imageCommand } from './image/image-command.ts'
import { runTool } from './command-line/user-error.ts'

const { argv, env, stdout, stderr } = process

await runTool(() =>
  imageCommand(argv.slice(2), {
    environment: env,
    print: (text) => void stdout.write(text),
    warn: (text) => void stderr.write(text),
  }),
)
