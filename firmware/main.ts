import { boot, rebootAfterS, usernameOf } from './boot/boot.ts'
import { startControl } from './control.ts'
import { withButtons } from './features.ts'
import { onJoined, onLeft, resume, startLink } from './link.ts'
import { placeOf, forgetBuiltIns, guard, modulesOf, nativeHash, watchButton, wifiModule } from './platform/espruino.ts'
import { startButtons } from './switch.ts'
import { startWifi } from './wifi.ts'

// Nothing refers to this function once it has run, so the engine frees it and all that only the start needs.
board.after(() => {
  const modules = /*@__INLINE__*/ modulesOf()
  const config = /*@__INLINE__*/ boot(modules, /*@__INLINE__*/ nativeHash(modules), placeOf)
  /*@__INLINE__*/ forgetBuiltIns()
  if (!config) return
  /*@__INLINE__*/ startControl(usernameOf(config))
  /*@__INLINE__*/ startWifi(/*@__INLINE__*/ wifiModule(modules), config.wifi, onJoined, onLeft)
  /*@__INLINE__*/ guard(resume)
  if (withButtons) /*@__INLINE__*/ startButtons((button) => watchButton(button, resume))
  /*@__INLINE__*/ startLink(/*@__INLINE__*/ rebootAfterS(config))
}, 0)
