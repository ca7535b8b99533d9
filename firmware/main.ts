import { boot } from './boot/boot.ts'
import { startControl } from './control.ts'
import { onJoined, onLeft, resume, startLink } from './link.ts'
import { log, startLog } from './log.ts'
import { boardAtBoot, forgetBuiltIns, guard, version, watchButton } from './platform/espruino.ts'
import { startButtons, startSwitches, stateFile } from './switch.ts'
import { startWifi } from './wifi.ts'

// A function that nothing names: what it holds is gone when it has run.
board.after(() => {
  /*@__INLINE__*/ startLog()
  const atBoot = /*@__INLINE__*/ boardAtBoot()
  const started = /*@__INLINE__*/ boot(atBoot, stateFile)
  const cloud = started.destination
  /*@__INLINE__*/ forgetBuiltIns()
  started.problems.forEach((problem) => log('E boot ' + problem))
  if (!cloud) return
  /*@__INLINE__*/ startSwitches(started.driven!)
  log('I boot ' + /*@__INLINE__*/ version() + ' ' + cloud.user)
  if (started.unrestored) log('W switch no saved state, so off:' + started.unrestored)
  /*@__INLINE__*/ startControl(cloud.user)
  /*@__INLINE__*/ startWifi(atBoot.wifiModule, started.network!, onJoined, onLeft)
  /*@__INLINE__*/ guard(resume)
  /*@__INLINE__*/ startButtons((button) => watchButton(button, resume))
  /*@__INLINE__*/ startLink(cloud, started.rebootAfterS!)
}, 0)
