import type { Bytes } from '../platform/platform.ts'

/** An entry has so many bytes at the most. */
export const entryBytes = 1024
/** A batch of more than one entry has so many bytes of entries, with what stands around them, at the most: each is there thrice. */
const batchBytes = 512
/** What a value has around itself: `{"value":,"time":1700000000000},` and its share of the name's `:[],`. */
const valueBytes = 36

/** How many entries `encodeEntries` has taken. */
export let encoded: number

/**
 * Appends the first `number` entries to a text, or as many as a batch has room for where that is 0: the values of properties by
 * name, then those of events. Appending needs no second copy of the text. @seldom
 */
export function encodeEntries(text: Bytes, entries: readonly Bytes[], number: number): Bytes {
  let size = 0
  for (encoded = 0; encoded < (number || entries.length); encoded++) {
    size += entries[encoded]!.length + valueBytes
    if (encoded && size > batchBytes && !number) break
  }
  for (let kind = 'p'; kind; kind = kind === 'p' ? 'e' : '') {
    text += kind === 'p' ? '{"properties":{' : '},"events":{'
    const names: Bytes[] = []
    for (let at = 0; at < encoded; at++) {
      const name = nameOf(entries[at]!)
      if (entries[at]![0] !== kind || names.indexOf(name) >= 0) continue
      text += (names.length ? ',' : '') + name + ':['
      names.push(name)
      for (let other = at; other < encoded; other++) {
        const entry = entries[other]!
        if (entry[0] !== kind || nameOf(entry) !== name) continue
        const time = entry.substring(1, entry.indexOf('"'))
        text += (other > at ? ',{"value":' : '{"value":') + entry.substr(entry.indexOf('\t') + 1)
        text += (time && ',"time":' + time) + '}'
      }
      text += ']'
    }
  }
  return text + '}}'
}

/** Returns the name of an entry, in its quotes. @seldom */
function nameOf(entry: Bytes): Bytes {
  return entry.substring(entry.indexOf('"'), entry.indexOf('\t'))
}

/** Whether a code says that the platform will never take it: not those of an overload, a failure of its own, or a session. @seldom */
export function isForGood(code: number): boolean {
  return typeof code === 'number' && code >= 460 && !(code >= 500 && code < 600) && code !== 6760
}
