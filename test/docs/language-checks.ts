import type { Block, Page, Section } from './page.ts'

const isChinese = /\p{Script=Han}/u

/** What differs between a page and its Chinese one: headings, code, figures. */
export function languageProblems(english: Page, chinese: Page): string[] {
  const levels = [english, chinese].map(({ sections }) => sections.map(({ level }) => level).join(' '))
  const problems =
    levels[0] === levels[1]
      ? english.sections.flatMap((section, at) => sectionProblems(section, chinese.sections[at] ?? section))
      : [`headings of levels ${levels[0]}, in Chinese ${levels[1]}`]
  return problems.map((problem) => `${chinese.file}: ${problem}`)
}

/** Each place of a Chinese page where punctuation of ASCII stands beside a Chinese character. */
export function asciiPunctuation({ file, sections }: Page): string[] {
  return sections.flatMap(({ prose }) => {
    const text = prose.replaceAll(/`[^`]*`/g, 'code')
    return [...text.matchAll(/.{0,8}(?:\p{Script=Han}[,;:!?()]|[,;:!?(]\p{Script=Han}).{0,8}/gu)].map(
      ([place]) => `${file}: ${place}`,
    )
  })
}

function sectionProblems(english: Section, chinese: Section): string[] {
  const at = `under "${chinese.heading}"`
  const figures = missing(figuresOf(english.prose), figuresOf(chinese.prose))
  const unsaid = missing(figuresOf(chinese.prose), figuresOf(english.prose))
  return [
    ...figures.map((figure) => `${at} the figure ${figure} is missing`),
    ...unsaid.map((figure) => `${at} the figure ${figure} is in Chinese alone`),
    ...blockProblems(english.blocks, chinese.blocks).map((problem) => `${at} ${problem}`),
  ]
}

/** Numbers of two digits or more: smaller ones are words in one language and digits in the other. */
function figuresOf(prose: string): string[] {
  const visible = prose.replaceAll(/<a id="[^"]*">/g, '')
  return (visible.match(/(?<![\w.,-])\d+(?:[.,]\d+)*/g) ?? []).filter((figure) => /\d.*\d/.test(figure))
}

/** Those of `wanted` that `found` has not, each as often as it lacks it. */
function missing(wanted: readonly string[], found: readonly string[]): string[] {
  const left = [...found]
  return wanted.filter((one) => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

function blockProblems(english: readonly Block[], chinese: readonly Block[]): string[] {
  if (english.length !== chinese.length) return [`${chinese.length} blocks of code, wanted ${english.length}`]
  return english.flatMap(({ info, lines }, at) => {
    const other = chinese[at] ?? { info: '', lines: [] }
    // What a command prints may be Chinese; what is typed is the same.
    const pick = other.lines.some((line) => isChinese.test(withoutComment(line))) ? typed : plain
    const same = info === other.info && pick(lines).join('\n') === pick(other.lines).join('\n')
    return same ? [] : [`block ${at + 1} differs: ${missing(pick(lines), pick(other.lines)).join(' / ')}`]
  })
}

const withoutComment = (line: string): string =>
  line
    .replace(/(?:^|\s+)(?:#|\/\/) .*$/, '')
    .replace(/^[$>] /, '')
    .trimEnd()
const plain = (lines: readonly string[]): string[] => lines.map(withoutComment).filter((line) => line !== '')
const typed = (lines: readonly string[]): string[] =>
  plain(lines).filter((line) =>
    /^(?:\w+=\S* )*(?:npm|git|export|sudo|python3?|pip3?|esptool(?:\.py)?|docker)\b/.test(line),
  )
