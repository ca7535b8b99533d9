import { runTool } from '../../../tools/command-line/user-error.ts'
import { fuzzCloudCommand } from './fuzz-command.ts'

await runTool(() => fuzzCloudCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
