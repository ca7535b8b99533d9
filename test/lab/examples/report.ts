import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeWhole } from '../../../tools/local-files/write-whole.ts'
import type { Language } from '../../../tools/command-line/language.ts'
import { defaultApplication } from '../../../tools/build/application.ts'
import { worlds } from '../engine/example-worlds.ts'

/** The applications of apps/, by name, with the files that they begin with. */
export const exampleFiles = {
  switch: defaultApplication.file,
  ...Object.fromEntries(Object.entries(worlds).map(([name, { file }]) => [name, file])),
} as Readonly<Record<ExampleName, string>>

export const exampleNames = [
  'switch',
  'thermometer',
  'dimmer',
  'door-contact',
  'soil-moisture',
  'schedule',
  'tutorial',
] as const
export type ExampleName = (typeof exampleNames)[number]

export interface ExampleReport {
  /** SHA-256 over its sources. */
  readonly sources: string
  readonly bytes: number
  /** Once ready, over the empty interpreter; of the switch npm run engine has them. */
  readonly jsVars?: { readonly esp32: number; readonly esp8266: number }
  /** The first lines that npm start prints. */
  readonly transcript: Readonly<Record<Language, string>>
}

export type Report = Readonly<Record<ExampleName, ExampleReport>>

export const reportFile = 'docs/measured/examples.json'

/** The report that is there, {} where there is none. */
export function readReport(file = reportFile): Partial<Report> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : {}
}

export function writeReport(report: Report): void {
  mkdirSync(dirname(reportFile), { recursive: true })
  writeWhole(reportFile, `${JSON.stringify(report, undefined, 2)}\n`)
}

/** The hash of what an application is made of: its own files, without what is made of its thing model. */
export function hashOf(name: ExampleName): string {
  const folder = dirname(exampleFiles[name])
  const files = readdirSync(folder).filter((file) => /\.(ts|js)$/.test(file) && !file.endsWith('.d.ts'))
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(`${file}\0${readFileSync(`${folder}/${file}`, 'utf8')}\0`)
  return hash.digest('hex')
}
