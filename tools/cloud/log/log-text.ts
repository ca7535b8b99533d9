/** How much of a payload or a device's text a line shows, characters. */
const longestText = 100

/** At most `longestText` characters of a text, without those that control a terminal or reorder text on it. */
export function plain(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '.')
  const characters = [...clean]
  return characters.length <= longestText ? clean : `${characters.slice(0, longestText).join('')}...`
}

export function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text} (${plain(detail)})`
}

/** The beginning of a log line: seconds, such as `00812.441`. */
export function stampOf(ms: number): string {
  return (ms / 1000).toFixed(3).padStart(9, '0')
}
