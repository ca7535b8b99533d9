import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { wearFlash } from '../../rig/flash-wear.ts'
import { buildPlainSwitch } from '../../bundle/build-inline.ts'
import { fill, type Figures, type Filled } from './fill.ts'
import { places } from './places.ts'
import { readSources, type Sources } from './sources.ts'

export interface Page extends Filled {
  readonly file: string
}

/** The figures as they are now. */
export async function gatherFigures(): Promise<Sources> {
  const { script, sha256 } = await ensureBuilt()
  const { bytes } = await buildPlainSwitch()
  return readSources({ script, sha256, plainSwitchBytes: bytes, wear: wearFlash() })
}

/** Every page of `folder` with the figures in their places; writes nothing. */
export function fillPages(figures: Figures, folder = '.'): Page[] {
  return Object.entries(places).map(([file, list]) => {
    const path = join(folder, file)
    return { file, ...fill(existsSync(path) ? readFileSync(path, 'utf8') : '', list, figures) }
  })
}
