import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from './figures.ts'
import { drawWiring, pictureOf, readWiring, wiredApps } from './wiring.ts'

/** The pictures as they should be, and what of them is not; writes nothing. */
export function wiringPages(folder = '.'): Page[] {
  return wiredApps.map((app) => {
    const file = pictureOf(app)
    const path = join(folder, file)
    const from = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const text = drawWiring(`apps/${app}`, readWiring(app))
    return { file, text, changes: from === text ? [] : [{ name: 'wiring', from, to: text }], problems: [] }
  })
}
