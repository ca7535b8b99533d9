import type { Bytes } from '../platform/platform.ts'

/** A batch has so many bytes of entries and of what stands around them at the most, and so has an entry. */
export const batchBytes = 1024
/** What a value has around itself: `{"value":,"time":1700000000000},` and its share of the name's `:[],`. */
const valueBytes = 36

/** How many entries `encodeEntries` has taken. */
export let encoded: number

/**
 * Returns the first `number` entries as JSON, or as many as a batch has room for where that is 0; without the braces around
 * the properties, nor around the events. @seldom
 */
export function encodeEntries(entries: readonly Bytes[], number: number): Bytes {
  const names: [Bytes[], Bytes[]] = [[], []]
  const values: [Bytes[], Bytes[]] = [[], []]
  let size = 0
  encoded = 0
  for (; encoded < (number || entries.length); encoded++) {
    const entry = entries[encoded]!
    size += entry.length + valueBytes
    if (encoded && size > batchBytes && !number) break
    const from = entry.indexOf('"')
    const to = entry.indexOf('\t')
    const time = entry.substring(1, from)
    const name = entry.substring(from, to)
    const kind = entry[0] === 'p' ? 0 : 1
    let which = names[kind].indexOf(name)
    if (which < 0) which = names[kind].push(name) - 1
    const value = '{"value":' + entry.substr(to + 1) + (time && ',"time":' + time) + '}'
    values[kind][which] = (values[kind][which] ? values[kind][which] + ',' : '') + value
  }
  const join = (kind: 0 | 1): Bytes => names[kind].map((name, which) => name + ':[' + values[kind][which] + ']').join()
  return join(0) + '},"events":{' + join(1)
}
