import { ensureBuilt } from '../../tools/build/firmware.ts'

import { defaultApplication, propertiesApplication, readApplication } from '../../tools/build/application.ts'
import { faultsAs } from './in-place-of-switch.ts'
import { ensurePicoScript } from './pico-script.ts'

const applications = {
  switch: defaultApplication,
  ...{ output: propertiesApplication, pwm: propertiesApplication },
  get everything() {
    return readApplication('test/features/apps/everything.ts')
  },
} as const

/** The script as boards run it, built once for all fault tests of a process. */
const built = await ensureBuilt()
export const { script } = await ensureBuilt('dist', applications[faultsAs])
/** The same for a Pico W, with a configuration that each board replaces. */
export const picoScript = await ensurePicoScript(built.sha256)
