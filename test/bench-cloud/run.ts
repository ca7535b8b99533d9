import { runTool } from '../../tools/user-error.ts'
import { cloudBenchCommand } from './cloud-command.ts'

await runTool(() => cloudBenchCommand(process.argv.slice(2), (text) => void process.stdout.write(text)))
