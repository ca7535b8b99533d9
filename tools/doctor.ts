import { confirm, isCancel } from '@clack/prompts'
import { canAsk } from './command-line/can-ask.ts'
import { doctorCommand } from './doctor/doctor-command.ts'
import { realNetwork } from './doctor/check-network.ts'
import { askBoard } from './serial/ask-board.ts'
import { listPorts } from './serial/find-port.ts'
import { speak } from './command-line/language.ts'
import { runTool, UserError } from './command-line/user-error.ts'

async function ask(message: string): Promise<boolean> {
  const answer = await confirm({ message, active: speak`Yes`, inactive: speak`No` })
  if (isCancel(answer)) throw new UserError('stopped', speak`nothing was logged in`)
  return answer
}

await runTool(async () => {
  process.exitCode = await doctorCommand(process.argv.slice(2), {
    print: (text) => void process.stdout.write(text),
    confirm: canAsk() ? ask : undefined,
    nodeVersion: process.version,
    boards: { askBoard, listPorts },
    network: realNetwork,
    now: () => new Date(),
  })
})
