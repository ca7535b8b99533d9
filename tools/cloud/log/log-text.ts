/** Characters of a payload or a device's text that a line shows at most. */
const longestText = 100

/** At most `longestText` characters, without control characters or what reorders text on a terminal. */
export function plain(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '.')
  const characters = [...clean]
  return characters.length <= longestText ? clean : `${characters.slice(0, longestText).join('')}...`
}

export function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text} (${plain(detail)})`
}

/** How a line of a log begins: `00812.441`, seconds. */
export function stampOf(ms: number): string {
  return (ms / 1000).toFixed(3).padStart(9, '0')
}
