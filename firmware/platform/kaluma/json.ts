/**
 * The runtime's JSON.parse goes one step down its stack for each level, unguarded: 230 of them end in other memory, and
 * the board with it. With the firmware's own calls below it, 100 take 5.0 of 8 kB. So nothing deeper than `levelsMax` gets there.
 */
const levelsMax = 64

/** Puts a check before JSON.parse, for applications, too: what is nested too deep is a SyntaxError. */
export function guardJson(): void {
  const parse = JSON.parse
  JSON.parse = (text: string, revive?: (this: unknown, key: string, value: unknown) => unknown): unknown => {
    if (typeof text === 'string' && brackets(text) > levelsMax && levels(text) > levelsMax)
      throw new SyntaxError('JSON nested deeper than ' + levelsMax)
    return parse(text, revive)
  }
}

/** How many brackets open in a text, those inside strings, too: quick, and never below its levels. Stops after `levelsMax`. */
function brackets(text: string): number {
  let count = 0
  for (const bracket of ['{', '['])
    for (let at = 0; count <= levelsMax && (at = text.indexOf(bracket, at) + 1);) count++
  return count
}

/** How deep a text is nested. */
function levels(text: string): number {
  let depth = 0
  let most = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') {
      // To the string's end; behind a backslash stands what does not end it.
      while (++at < text.length && text[at] !== '"') if (text[at] === '\\') at++
    } else if (character === '{' || character === '[') most = Math.max(most, ++depth)
    else if (character === '}' || character === ']') depth--
  }
  return most
}
