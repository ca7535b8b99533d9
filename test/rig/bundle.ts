import { ensureBuilt } from '../../tools/build/firmware.ts'

/** The script as boards run it, built once for all fault tests of a process. */
export const script = (await ensureBuilt()).script
