import { runTool } from '../../../tools/command-line/user-error.ts'
import { cloudBenchCommand } from './cloud-command.ts'

await runTool(() => cloudBenchCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
