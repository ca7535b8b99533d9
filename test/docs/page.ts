/** A fenced block: what stands behind its fence, and its lines. */
export interface Block {
  readonly info: string
  readonly lines: readonly string[]
}

/** A heading and all below it, up to the next one; the first section of a page may have no heading. */
export interface Section {
  readonly level: number
  readonly heading: string
  /** Without fenced blocks and without the targets of links. */
  readonly prose: string
  readonly blocks: readonly Block[]
}

export interface Page {
  /** From the project's folder: docs/faults.md. */
  readonly file: string
  readonly sections: readonly Section[]
  /** What is written as code: spans, and lines of blocks. */
  readonly code: readonly string[]
  /** Targets of links and pictures, as they stand there. */
  readonly links: readonly string[]
  /** What a link behind # may name: headings as GitHub makes anchors of them, and `<a id="...">`. */
  readonly anchors: readonly string[]
}

/** Takes a page of markdown apart, as far as this project uses markdown. */
export function readPage(file: string, text: string): Page {
  const raw = readSections(text)
  const whole = raw.map(({ prose }) => prose).join('\n')
  const spans = [...whole.matchAll(/(`+)((?:(?!\n\n)[^])+?)\1/g)].map(([, , code = '']) => code.replaceAll(/\s+/g, ' '))
  const outsideCode = whole.replaceAll(/(`+)(?:(?!\n\n)[^])+?\1/g, 'code')
  const links = [...outsideCode.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  const sections = raw.map((section) => ({ ...section, prose: section.prose.replaceAll(/\]\([^)\s]+\)/g, ']') }))
  const lines = sections.flatMap(({ blocks }) => blocks.flatMap((block) => block.lines))
  return { file, sections, code: [...spans, ...lines], links, anchors: anchorsOf(sections, whole) }
}

function readSections(text: string): Section[] {
  const sections: { level: number; heading: string; prose: string; blocks: { info: string; lines: string[] }[] }[] = [
    { level: 0, heading: '', prose: '', blocks: [] },
  ]
  let block: { info: string; lines: string[] } | undefined
  for (const line of text.split('\n')) {
    const section = sections.at(-1)
    const [, info] = /^ *```(.*)$/.exec(line) ?? []
    if (info !== undefined) {
      if (block === undefined) section?.blocks.push((block = { info, lines: [] }))
      else block = undefined
      continue
    }
    if (block !== undefined) {
      block.lines.push(line)
      continue
    }
    const [, marks, heading] = /^(#{1,6}) +(.*)$/.exec(line) ?? []
    if (marks !== undefined && heading !== undefined)
      sections.push({ level: marks.length, heading, prose: `${line}\n`, blocks: [] })
    else if (section !== undefined) section.prose += `${line}\n`
  }
  return sections.filter(({ prose, blocks }) => prose.trim() !== '' || blocks.length > 0)
}

function anchorsOf(sections: readonly Section[], prose: string): string[] {
  const named = [...prose.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)
  const used = new Map<string, number>()
  const headings = sections
    .filter(({ level }) => level > 0)
    .map(({ heading }) => {
      const anchor = toAnchor(heading)
      const before = used.get(anchor) ?? 0
      used.set(anchor, before + 1)
      return before === 0 ? anchor : `${anchor}-${before}`
    })
  return [...named, ...headings]
}

/** As GitHub does: lower case, letters, digits, hyphens and underscores alone, a hyphen for a blank. */
function toAnchor(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-')
}
