import { runTool } from '../../../tools/command-line/user-error.ts'
import { fuzzCommand } from './fuzz-command.ts'

await runTool(() => fuzzCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
