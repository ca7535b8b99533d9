import type { Page, Section } from './page.ts'
import type { Project } from './project.ts'

/** One piece of code of a page that runs an npm script: its name, and what follows it. */
interface Run {
  readonly script: string
  readonly rest: string
}

const commandOf = (script: string): string => (/^(start|test)$/.test(script) ? `npm ${script}` : `npm run ${script}`)

const flag = /(?<![\w-])--[a-z][a-z-]*/g
const flagsOf = (text: string): string[] => [...new Set(text.match(flag) ?? [])]

/** `npm run set -- on`, `npm test`, and `npx espruino-aliyun set on` of the package; what is behind `&&`, a bar or a comment belongs to something else. */
function runsOf(code: string): Run[] {
  return code.split(/&&|\|(?![a-z])|#/).flatMap((part) => {
    const [, script, rest = ''] =
      /\b(?:npm (?:run )?(?:-s )?|npx espruino-aliyun )([a-z](?:[\w:-]*\w)?)(.*)$/.exec(part) ?? []
    return script === undefined || /^(ci|init|install|pack)$/.test(script) ? [] : [{ script, rest }]
  })
}

/** Each npm script, flag, path and hyphenated word of a page that does not exist, a line each. */
export function namesWithoutThing(page: Page, project: Project): string[] {
  const allFlags = new Set(Object.values(project.helps).flatMap(flagsOf))
  const problems: string[] = []
  for (const code of page.code) {
    for (const { script, rest } of runsOf(code)) {
      if (!project.scripts.includes(script)) problems.push(`no npm script ${script}`)
      const known = flagsOf(project.helps[script] ?? '')
      for (const one of flagsOf(rest))
        if (!known.includes(one)) problems.push(`${commandOf(script)} has no flag ${one}`)
    }
    if (/^(?:-- )?--/.test(code))
      for (const one of flagsOf(code)) if (!allFlags.has(one)) problems.push(`no command has a flag ${one}`)
    for (const [, name = ''] of code.matchAll(/(?<![\w./-])dist\/([\w.-]*\w)/g))
      if (!isWritten(name, project.sources)) problems.push(`nothing writes dist/${name}`)
    const [, word] = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?: \d+)?$/.exec(code) ?? []
    if (word !== undefined && !project.words.has(word)) problems.push(`no source says the word ${word}`)
  }
  for (const text of [...page.code, ...page.sections.map(({ prose }) => prose)]) {
    for (const path of text.match(/(?<![\w./-])(?:firmware|tools|test|docs)\/[\w./-]*[\w/]/g) ?? [])
      if (!project.exists(path)) problems.push(`no file ${path}`)
  }
  return [...new Set(problems)].map((problem) => `${page.file}: ${problem}`)
}

/**
 * A source has the file's name, or makes it of its beginning and something else: `storage-${board}`. The script of an application is
 * called after it.
 */
const isWritten = (name: string, sources: string): boolean =>
  sources.includes(name) ||
  (name.includes('-') && sources.includes(`${name.split('-')[0]}-\${`)) ||
  (name.endsWith('.firmware.js') && sources.includes(`/${name.replace('.firmware.js', '.ts')}'`))

/** Every command has these two. */
const common = ['--help', '--verbose']

/** Each npm script, flag, folder and page that no page names, a line each. */
export function thingsWithoutName(pages: readonly Page[], project: Project): string[] {
  const code = pages.flatMap((page) => page.code)
  const runs = new Set(code.flatMap(runsOf).map(({ script }) => script))
  const scripts = project.scripts.filter((script) => !runs.has(script)).map(commandOf)
  const flags = Object.entries(project.helps).flatMap(([script, help]) =>
    flagsOf(help)
      .filter((one) => !common.includes(one) && !pages.some((page) => saysFlag(page, script, one)))
      .map((one) => `${commandOf(script)} -- ${one}`),
  )
  const folders = project.folders.filter((folder) => !isMirror(folder) && !code.includes(`${folder}/`))
  const linked = new Set(pages.flatMap(({ file, links }) => links.map((target) => fromRoot(file, target))))
  const unlinked = pages.map(({ file }) => file).filter((file) => !linked.has(file))
  return [...scripts, ...flags, ...folders, ...unlinked].map((thing) => `no page names ${thing}`)
}

/** Tests stand in folders that are named as what they test. */
const isMirror = (folder: string): boolean => /^test\/(firmware|tools)\/./.test(folder)

/** A page says a flag where it stands behind its command, in its row of a table, or in the section that is headed by it. */
function saysFlag({ sections }: Page, script: string, one: string): boolean {
  const name = commandOf(script)
  const says = (text: string): boolean => flagsOf(text).includes(one)
  const isOf = (text: string): boolean => runsOf(text).some((run) => run.script === script)
  const inText = ({ heading, prose, blocks }: Section): boolean => {
    const lines = [...prose.split('\n'), ...blocks.flatMap((block) => block.lines)]
    return heading.includes(name) ? lines.some(says) : lines.some((line) => isOf(line) && says(line))
  }
  return sections.some(inText)
}

/** A link's target from the project's folder; '' for what is elsewhere. */
export function fromRoot(file: string, target: string): string {
  if (/^[a-z]+:/.test(target)) return ''
  const { pathname } = new URL(target.startsWith('#') ? file : target, `file:///${file}`)
  return target.startsWith('#') ? file : pathname.slice(1)
}

/** Each link and anchor of the pages that leads nowhere. */
export function brokenLinks(pages: readonly Page[], exists: (path: string) => boolean): string[] {
  return pages.flatMap(({ file, links }) =>
    links.flatMap((target) => {
      const path = fromRoot(file, target)
      if (path === '') return []
      if (!exists(path)) return [`${file}: no ${target}`]
      const anchor = decodeURIComponent(target.split('#')[1] ?? '')
      const page = pages.find((one) => one.file === path)
      return anchor === '' || page === undefined || page.anchors.includes(anchor)
        ? []
        : [`${file}: no anchor ${target}`]
    }),
  )
}
