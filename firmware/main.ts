import { boot } from './boot/boot.ts'
import * as control from './control.ts'
import { onWifi, recoverLink, startLink } from './link.ts'
import { board, boardAtBoot, guard, version } from './platform/espruino.ts'
import { saveSwitches, startSwitches, stateFile } from './switch.ts'
import { startWifi } from './wifi.ts'

function start(): void {
  const started = boot(boardAtBoot(), stateFile)
  const identity = started.identity
  started.problems.forEach((problem) => board.log('E config', 'config-invalid ' + problem))
  if (!identity) return
  startSwitches(board, started.switches!)
  board.log('I boot', version() + ' ' + identity.deviceName)
  if (started.unrestored) board.log('W switch', 'no saved state, so off:' + started.unrestored)
  control.startControl(board.log, identity.productKey, identity.deviceName)
  startWifi(board, started.wifi!, onWifi)
  guard(recoverLink)
  startLink(board, identity, started.rebootAfterS!, {
    topicFilter: control.topicFilter,
    next: control.nextMessage,
    message: control.onMessage,
    ready: control.controlReady,
    everySecond: control.reportControl,
    beforeReboot: saveSwitches,
  })
}

start()
