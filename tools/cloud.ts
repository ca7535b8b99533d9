import { cloudCommand } from './cloud/cloud-command.ts'
import { runTool } from './command-line/user-error.ts'

await runTool(async () => {
  const running = await cloudCommand(process.argv.slice(2), process.env, (text) => void process.stdout.write(text))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void runTool(() => running?.close()))
})
