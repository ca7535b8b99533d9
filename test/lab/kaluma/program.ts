import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { homeNetwork, identity } from './judged.ts'
import type { Scenario } from './scenario.ts'

/** The peer's parts, in the order in which they stand before the script. */
const parts = ['clock', 'memory', 'hardware', 'radio', 'net', 'broker']
  .map((name) => readFileSync(join(import.meta.dirname, 'peer', `${name}.js`), 'utf8'))
  .join('\n')

export const setTopic = `/sys/${identity.productKey}/${identity.deviceName}/thing/service/property/set`
/** The board's number, and the address that the network gives it. */
const given = { uid: 'e6614103e7245f2c', ip: '10.0.0.2' } as const

/**
 * One script: the peer, then the script that is judged, as it is, then a line about the heap. Kaluma runs all of it in strict
 * mode, with one scope for what stands at its top.
 */
export function programOf(script: string, scenario: Scenario): string {
  const all = { networks: [homeNetwork], attempts: [{}], files: {}, ...scenario, ...given, setTopic }
  const peer = `(function (scenario) {\n${parts}\nglobal.tellHeap = tellHeap\n})(${ascii(all)});\n`
  return `${peer}${script}\n;tellHeap('loaded')\n`
}

/** JSON with escapes for what is not ASCII: the runtime reads its script as UTF-8. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
