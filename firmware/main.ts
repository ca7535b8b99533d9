import { boot } from './boot/boot.ts'
import { nextPublish, notice, onOther, onSet, reply, startControl, topicFilter } from './control.ts'
import { happen, recover, startLink } from './link.ts'
import { boardAtBoot, createBoard, guard, version } from './platform/espruino.ts'
import { board, useBoard } from './platform.ts'
import { startSwitches, stateFile } from './switch.ts'
import { startWifi } from './wifi.ts'

// A function that nothing names: what it holds is gone when it has run.
setTimeout(() => {
  const atBoot = /*@__INLINE__*/ boardAtBoot()
  const started = /*@__INLINE__*/ boot(atBoot, stateFile)
  /*@__INLINE__*/ useBoard(/*@__INLINE__*/ createBoard(atBoot))
  const identity = started.identity
  started.problems.forEach((problem) => board.log('E boot', problem))
  if (!identity) return
  /*@__INLINE__*/ startSwitches(started.switches!)
  board.log('I boot', /*@__INLINE__*/ version() + ' ' + identity.deviceName)
  if (started.unrestored) board.log('W switch', 'no saved state, so off:' + started.unrestored)
  /*@__INLINE__*/ startControl(identity.productKey, identity.deviceName)
  /*@__INLINE__*/ startWifi(started.wifi!, happen)
  /*@__INLINE__*/ guard(recover)
  /*@__INLINE__*/ startLink(identity.destination, started.rebootAfterS!, {
    topicFilter,
    onSet,
    onOther,
    reply,
    nextPublish,
    notice,
  })
}, 0)
