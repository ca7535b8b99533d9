/** A row of a list: its cells without quotes and the blanks around them, and the line where it begins. */
export interface Row {
  readonly cells: readonly string[]
  readonly line: number
}

/** The rows of a list that are not empty; `openQuote` is the line of a quote that nothing closes. */
export interface Csv {
  readonly rows: readonly Row[]
  readonly openQuote: number | undefined
}

/** Excel writes the separator of the computer's language; a text of UTF-16 has tabs. */
const separators = [',', ';', '\t'] as const

/**
 * Reads CSV (RFC 4180) as spreadsheets write it: separated by the comma, semicolon or tab that the heading has most of, or
 * that Excel's line `sep=;` names; cells in quotes may hold separators, line ends and doubled quotes; rows of separators
 * alone are none.
 */
export function readCsv(text: string): Csv {
  const lines = text.replace(/\r\n?/g, '\n')
  const [first = '', said] = /^sep=(.)\n/.exec(lines) ?? []
  const separator = said ?? separatorOf(/^.*\S.*$/m.exec(lines)?.[0] ?? '')
  const { rows, openQuote } = split(lines, { separator, from: first.length })
  return { rows: rows.filter(({ cells }) => cells.some((cell) => cell !== '')), openQuote }
}

function separatorOf(heading: string): string {
  const bare = heading.replace(/"[^"]*"/g, '')
  const [best = ','] = [...separators].sort((one, other) => bare.split(other).length - bare.split(one).length)
  return best
}

function split(text: string, { separator, from }: { separator: string; from: number }): Csv {
  const rows: Row[] = []
  let cells: string[] = []
  let cell = ''
  let line = from === 0 ? 1 : 2
  let begunAt = line
  let quotedSince: number | undefined
  const endCell = (): void => {
    cells.push(cell.trim())
    cell = ''
  }
  const endRow = (): void => {
    endCell()
    rows.push({ cells, line: begunAt })
    cells = []
    begunAt = line
  }
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '\n') line++
    if (quotedSince !== undefined) {
      const isDoubled = character === '"' && text[at + 1] === '"'
      if (isDoubled) at++
      if (character === '"' && !isDoubled) quotedSince = undefined
      else cell += character
    } else if (character === '"' && cell.trim() === '') {
      cell = ''
      quotedSince = line
    } else if (character === separator) endCell()
    else if (character === '\n') endRow()
    else cell += character
  }
  endRow()
  return { rows, openQuote: quotedSince }
}
