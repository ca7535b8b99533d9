import { boot, rebootAfterS } from './boot/boot.ts'
import { withFile } from './boot/features.ts'
import { saveKept } from './keep/keep.ts'
import { ranNow } from './link/blocked.ts'
import { onJoined, onLeft, resume, startLink } from './link/link.ts'
import { startWifi } from './link/wifi.ts'
import { log } from './log.ts'
import { forgetBuiltIns, guard, modulesOf, nativeHash, wifiModule } from './platform/espruino.ts'
import { startOutbox } from './thing/outbox.ts'

// The application's own code runs first, to its end. Nothing refers to this function once it has run, so the engine frees it
// and all that only the start needs.
board.after(() => {
  const modules = /*@__INLINE__*/ modulesOf()
  const config = /*@__INLINE__*/ boot(modules, /*@__INLINE__*/ nativeHash(modules))
  /*@__INLINE__*/ forgetBuiltIns(withFile)
  if (!config) return
  /*@__INLINE__*/ startOutbox()
  /*@__INLINE__*/ startWifi(/*@__INLINE__*/ wifiModule(modules, ranNow), config.wifi, onJoined, onLeft)
  /*@__INLINE__*/ guard(resume, saveKept, log)
  /*@__INLINE__*/ startLink(/*@__INLINE__*/ rebootAfterS(config))
}, 0)
