/** What a terminal draws two columns wide: Chinese, its punctuation, and other scripts of East Asia (Unicode UAX #11, W and F). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g

/** How many columns of a terminal a text takes. */
export const columnsOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0)

/** As padEnd(), in columns of a terminal. */
export const padColumns = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
