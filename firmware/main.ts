import { readConfig } from './config.ts'
import { controlReady, nextMessage, onMessage, reportControl, startControl } from './control.ts'
import { identify } from './identity.ts'
import { recoverLink, startLink } from './link.ts'
import { board } from './platform/espruino.ts'
import { saveSwitches, startSwitches } from './switch.ts'

const rebootAfterMin = 15

function start(): void {
  const problems: string[] = []
  const config = readConfig(board, problems)
  if (!board.net) problems.push('no-network: this Espruino build has no net module; see the table of boards in the README')
  if (problems.length) return problems.forEach((problem) => board.log('E', 'config', 'config-invalid ' + problem))
  // Before Wi-Fi, and before any log line.
  const unknown = startSwitches(board, config.switches)
  const identity = identify(config, board.hash)
  board.log('I', 'boot', board.version() + ' ' + identity.deviceName)
  if (unknown) board.log('W', 'switch', 'no saved state, off:' + unknown)
  const link = config.link
  startLink(
    board,
    {
      wifi: config.wifi,
      host: identity.host,
      port: identity.port,
      tls: identity.tls,
      connect: identity.connect,
      topicFilters: startControl(board.log, identity.productKey, identity.deviceName),
      rebootAfterS: 60 * (link && link.rebootAfterMin !== undefined ? link.rebootAfterMin : rebootAfterMin),
    },
    { next: nextMessage, message: onMessage, ready: controlReady, everySecond: reportControl, beforeReboot: saveSwitches },
  )
  board.guard(recoverLink)
}

start()
