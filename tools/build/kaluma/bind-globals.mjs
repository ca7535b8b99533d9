import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { declaredNames } from '../foreign/engine-names.mjs'
import { phrase } from '../foreign/phrase.mjs'
import { problemAt } from '../foreign/problems.mjs'
import { isName } from '../passes/es5-names.mjs'
import { isOurs, placeInSource } from '../passes/ours.mjs'

const file = fileURLToPath(new URL('../../../firmware/platform/kaluma/globals.ts', import.meta.url))
/** What globals.ts offers. */
const offered = new Set([...readFileSync(file, 'utf8').matchAll(/^ {2}(\w+),$/gm)].map(([, name]) => name))

/** Espruino's globals that are not offered here. In TypeScript the compiler says so, too. */
const lacking = new Set(
  (
    'E Serial Serial1 Serial2 Serial3 I2C1 I2C2 I2C3 SPI1 SPI2 SPI3 OneWire Waveform Graphics Modules NodeMCU ESP8266 ' +
    'digitalPulse getPinMode shiftOut peek8 poke8 peek16 poke16 peek32 poke32 load save dump reset getSerial getTime setTime ' +
    'changeInterval edit trace echo setSleepIndicator setBusyIndicator LED1 LED2 LED3 BTN BTN1'
  )
    .split(' ')
    .concat(
      Array.from({ length: 50 }, (_, pin) => `D${pin}`),
      ['A0', 'A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8'],
    ),
)

/**
 * Has an application's modules take from globals.ts what they use of Espruino's functions, under the names that these have there.
 * What this board has not goes into `problems`. A name that a module declares itself is its own.
 */
export function bindGlobals(problems) {
  return {
    name: 'bind-globals',
    transform(code, id) {
      if (id.startsWith('\0') || isOurs(id)) return null
      const tree = this.parse(code)
      const own = declaredNames(tree)
      const wanted = new Set()
      walk(tree, {
        enter: (node, parent) => {
          if (asksForTls(node)) problems.push(noTls(id, placeInSource(this, id, code, node.start)))
          if (node.type !== 'Identifier' || isName(node, parent) || own.has(node.name)) return
          if (offered.has(node.name)) wanted.add(node.name)
          else if (lacking.has(node.name) && parent.type !== 'UnaryExpression')
            problems.push(missing(node.name, id, placeInSource(this, id, code, node.start)))
        },
      })
      if (wanted.size === 0) return null
      const text = new MagicString(code)
      text.prepend(`import { ${[...wanted].join(', ')} } from ${JSON.stringify(file)}\n`)
      return { code: text.toString(), map: text.generateMap({ hires: true }) }
    },
  }
}

/** `device({ tls: true })`. */
const asksForTls = ({ type, arguments: given = [] }) =>
  type === 'CallExpression' &&
  given.some(
    (each) =>
      each.type === 'ObjectExpression' &&
      each.properties.some(({ key, value }) => (key?.name ?? key?.value) === 'tls' && value.value === true),
  )

const lineAndColumn = (place) => /:(\d+):(\d+)$/.exec(place).slice(1).map(Number)

const noTls = (id, place) => problemAt(id, ...lineAndColumn(place), phrase`a Pico W has no TLS here: docs/pico-w.md`)

function missing(name, id, place) {
  return problemAt(
    id,
    ...lineAndColumn(place),
    phrase`{0} is Espruino's, and not on a Pico W: apps/kaluma.d.ts has what is there`,
    name,
  )
}
