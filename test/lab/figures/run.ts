import { runTool } from '../../../tools/command-line/user-error.ts'
import { figuresCommand } from './figures-command.ts'

await runTool(() => figuresCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
