/**
 * Returns the word that was probably meant: the nearest one from which `text` differs in at most a third of its letters, or
 * one that contains `text`, or with which `text` begins; undefined when there is none. Upper and lower case count as the same.
 */
export function nearestWord(text: string, words: readonly string[]): string | undefined {
  const given = text.toLowerCase()
  const ranked = words
    .map((word) => ({ word, distance: distanceBetween(given, word.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance)
  const near = ranked.find(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length / 3)))
  if (near !== undefined) return near.word
  const longer = words.find((word) => given.length > 3 && word.toLowerCase().includes(given))
  return longer ?? words.find((word) => word.length > 2 && given.startsWith(word.toLowerCase()))
}

/** Returns how many letters to insert, delete or replace (Levenshtein distance), computed row by row. */
function distanceBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < to.length; j++) {
      const replaced = (row[j] ?? 0) + (from[i] === to[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
