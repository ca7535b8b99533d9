import { ensureBuilt } from '../../tools/build/firmware.ts'

import { propertiesApplication } from '../../tools/build/application.ts'
import { faultsAs } from './in-place-of-switch.ts'
import { ensurePicoScript } from './pico-script.ts'

/** The script as boards run it, built once for all fault tests of a process. */
const built = await ensureBuilt()
export const { script } = faultsAs === 'switch' ? built : await ensureBuilt('dist', propertiesApplication)
/** The same for a Pico W, with a configuration that each board replaces. */
export const picoScript = await ensurePicoScript(built.sha256)
