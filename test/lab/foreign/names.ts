import { readFileSync } from 'node:fs'

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const words = readJson('firmware/words.json') as { inside: string[]; faults: string[] }
const members = Object.keys(readJson('firmware/platform/espruino.names.json') as object).filter(
  // In the engine every object has these.
  (name) => name !== 'emit' && name !== 'on',
)

/** What the passes of the build replace or look for as a text. */
export const texts: readonly string[] = [...words.inside, ...words.faults, '$configuration', '@seldom', 'use strict']

const fromPasses =
  'board session session_at session_online seldom which argument0 argument1 resumeLater onJoinedLater wordOf fault ' +
  'offLevel restore buttonPin inlineConfig asksFor isFromFile withFile withTriple withLogin withTls ' +
  'start step tick fail waitMs log quote parsed resume switches deadlines owed password host port'
const ofEngine =
  'E Pin Modules process global require print getTime getSerial setTimeout clearTimeout setInterval digitalWrite ' +
  'pinMode setWatch atob Object Array String Math JSON Int32Array'
/** As the minifier calls what it may rename. */
const short = 'a e t n r i o s A E I _ $ ae be le a$1'

const isName = (text: string) => /^[A-Za-z_$][\w$]*$/.test(text)

/** What the passes know as a name, and names that they make. */
export const names: readonly string[] = [
  ...new Set([...texts.filter(isName), ...members, ...[fromPasses, ofEngine, short].join(' ').split(' ')]),
].filter((name) => name !== '$configuration')
