/**
 * The word that was probably meant: the nearest one that is at most a third of its letters away, or part of which `text`
 * is; undefined when none is near. Upper and lower case count as the same.
 */
export function nearestWord(text: string, words: readonly string[]): string | undefined {
  const given = text.toLowerCase()
  const ranked = words
    .map((word) => ({ word, distance: distanceBetween(given, word.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance)
  const near = ranked.find(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length / 3)))
  return near?.word ?? words.find((word) => given.length > 3 && word.toLowerCase().includes(given))
}

/** Letters to insert, delete or replace (Levenshtein), one row of the table at a time. */
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
