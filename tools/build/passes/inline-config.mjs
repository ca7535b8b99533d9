import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { isName } from './es5-names.mjs'
import { ourPath } from './ours.mjs'

/** Stands for the configuration until all other passes are done, so that none takes its texts for words of the program. */
const placeholder = '$configuration'

/** Returns what a configuration's bytes say, one character a byte, as in the engine's strings; undefined without any. */
export function readInline(json) {
  return json === undefined ? undefined : JSON.parse(Buffer.from(json).toString('latin1'))
}

/**
 * Puts a configuration into the script; `json` holds its bytes. Returns two plugins: the first one marks where
 * firmware/boot/inline.ts returns it, the second one, the last of all, puts it there.
 */
export function inlineConfig(json, minified) {
  const config = readInline(json)
  return [
    {
      name: 'inline-config-place',
      load: (id) =>
        ourPath(id) === 'boot/inline.ts' ? `export function inlineConfig() { return ${placeholder} }\n` : null,
    },
    {
      name: 'inline-config',
      renderChunk(code) {
        const text = new MagicString(code)
        const places = []
        walk(this.parse(code), {
          enter(node, parent) {
            if (node.type === 'Identifier' && node.name === placeholder && !isName(node, parent)) places.push(node)
          },
        })
        if (places.length !== 1) this.error(`the configuration has ${places.length} places in the script`)
        text.overwrite(places[0].start, places[0].end, toLiteral(config, minified))
        return { code: text.toString(), map: null }
      },
    },
  ]
}

/** Returns a value as source text in ASCII. Booleans become digits when minified, as everywhere in the script. */
function toLiteral(value, minified) {
  if (typeof value === 'string') return `"${value.replace(/[^ !#-[\]-~]/g, escape)}"`
  if (typeof value === 'boolean') return minified ? String(Number(value)) : String(value)
  if (typeof value !== 'object') return String(value)
  const toEntry = ([key, one]) => `${/^\w+$/.test(key) ? key : toLiteral(key)}:${toLiteral(one, minified)}`
  return `{${Object.entries(value).map(toEntry).join()}}`
}

const escape = (character) =>
  /["\\]/.test(character) ? `\\${character}` : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
