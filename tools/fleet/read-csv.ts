/** A row: its cells, without quotes and surrounding blanks, and the number of the line where it begins. */
export interface Row {
  readonly cells: readonly string[]
  readonly line: number
}

/** The rows that are not empty; `openQuote` is the line of a quote that is never closed. */
export interface Csv {
  readonly rows: readonly Row[]
  readonly openQuote: number | undefined
}

/** Excel writes the separator of the computer's language, and tabs in UTF-16. */
const separators = [',', ';', '\t'] as const

/**
 * Reads CSV (RFC 4180) as spreadsheets write it. The separator is the comma, semicolon or tab that the heading has most of, or
 * the one that Excel's line `sep=;` names. Cells in quotes may contain separators, line ends and doubled quotes. Rows of
 * nothing but separators are left out.
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
