import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { plainSwitchWhat } from '../bench/bytes-rows.ts'
import { toChart } from '../bench/chart.ts'
import { toMarkdown } from '../bench/markdown.ts'
import type { Report as BenchReport } from '../bench/report.ts'
import type { Row } from '../bench/row.ts'
import { spreadOf } from '../bench/stats.ts'
import type { Report as CostsReport } from '../costs/report.ts'
import type { Report as CutsReport } from '../cuts/report.ts'
import type { Report as EngineReport } from '../engine/report.ts'
import type { Report as KalumaReport } from '../kaluma/report.ts'
import type { FlashWear } from '../../rig/flash-wear.ts'
import { toBoardsTable } from './boards-table.ts'
import { toCallsTable, toComparedTable, toGrowthTable, toPropertiesTable } from './costs-table.ts'
import { readReport as readExamples } from '../examples/report.ts'
import { toCutsTable } from './cuts-table.ts'
import { exampleFigures } from './examples-table.ts'
import type { Figures } from './fill.ts'
import { toFeaturesTable, toHooksTable } from './features-table.ts'
import { toKalumaTable } from './kaluma-table.ts'

/** What is computed at once, with the same result on every machine. */
export interface Computed {
  readonly script: string
  readonly sha256: string
  readonly plainSwitchBytes: number
  readonly wear: FlashWear
}

/** What was measured, by the command that writes it. */
interface Measured {
  readonly engine: EngineReport
  readonly bench: BenchReport
  readonly cuts: CutsReport
  readonly costs: CostsReport
}

const commands: Readonly<Record<keyof Measured, string>> = {
  engine: 'npm run engine',
  bench: 'npm run bench -- --write',
  cuts: 'npm run cuts',
  costs: 'npm run costs',
}

export interface Sources {
  readonly figures: Figures
  /** A line for each file of measurements that is not there, with what to run. */
  readonly missing: readonly string[]
  /** The same for each that was measured with another script. */
  readonly stale: readonly string[]
}

/** All figures that pages quote, from what is computed and from the files in `folder` that commands wrote. */
export function readSources(computed: Computed, folder = 'docs/measured'): Sources {
  const missing: string[] = []
  const stale: string[] = []
  const read = <Name extends keyof Measured>(name: Name): Measured[Name] | undefined => {
    const file = join(folder, `${name}.json`)
    const shown = `docs/measured/${name}.json`
    if (!existsSync(file)) {
      missing.push(`${shown} is not there: ${commands[name]} writes it`)
      return undefined
    }
    const report = JSON.parse(readFileSync(file, 'utf8')) as Measured[Name]
    if (report.bundle.sha256 !== computed.sha256) {
      stale.push(
        `${shown} is of another script, of ${count(report.bundle.bytes)} B: ${commands[name]} measures this one`,
      )
    }
    return report
  }
  const [engine, bench, cuts, costs] = [read('engine'), read('bench'), read('cuts'), read('costs')]
  const figures = {
    ...computedFigures(computed),
    ...engineFigures(engine),
    ...benchFigures(bench, computed),
    cuts: cuts && count(cuts.cuts),
    'cuts.table': cuts && toCutsTable(cuts),
    ...costsFigures(costs),
    ...kalumaFigures(join(folder, 'kaluma.json')),
    ...exampleFigures(readExamples(join(folder, 'examples.json')), engine),
  }
  return { figures, missing, stale }
}

function computedFigures({ script, plainSwitchBytes, wear }: Computed): Figures {
  return {
    'script.bytes': count(script.length),
    'script.crc32': crc32(Buffer.from(script, 'latin1')).toString(16).padStart(8, '0'),
    'plainSwitch.bytes': count(plainSwitchBytes),
    'boards.en': toBoardsTable('en'),
    'boards.zh': toBoardsTable('zh'),
    'wear.saves': count(wear.saves),
    'wear.erases': count(wear.mostErases),
    'wear.years': count(wear.years - (wear.years % 1_000)),
  }
}

function engineFigures(report: EngineReport | undefined): Figures {
  const figure = (name: string): number | undefined => report?.figures[name]
  const [esp32, tls] = [figure('jsVars.esp32'), figure('jsVarsTls.esp32')]
  return {
    'jsVars.esp32': text(esp32),
    'jsVars.esp8266': text(figure('jsVars.esp8266')),
    'module.esp32': text(figure('module.jsVars.esp32')),
    'module.esp8266': text(figure('module.jsVars.esp8266')),
    'bootcde.esp32': text(figure('module.asBootcde.jsVars.esp32')),
    'bootcde.esp8266': text(figure('module.asBootcde.jsVars.esp8266')),
    'jsVars.tls': text(esp32 && tls && Math.round((tls - esp32) / 100) * 100),
  }
}

function benchFigures(report: BenchReport | undefined, computed: Computed): Figures {
  const rows = report && withSizes(report.rows, computed)
  const ready = rows && jsVarsOf(rows, 'once ready')
  const joined = rows && jsVarsOf(rows, 'once ready, Wi-Fi joined')
  return {
    'jsVars.joined': text(ready && joined && joined - ready),
    'bench.table': rows && toMarkdown(rows).trimEnd(),
    'bench.chart': rows && toChart(rows),
  }
}

function costsFigures(report: CostsReport | undefined): Figures {
  const { bytes, jsVars, freePercent } = report?.thermometer ?? {}
  return {
    'costs.calls.en': report && toCallsTable(report, 'en'),
    'costs.calls.zh': report && toCallsTable(report, 'zh'),
    'costs.growth.en': report && toGrowthTable(report, 'en'),
    'costs.growth.zh': report && toGrowthTable(report, 'zh'),
    'costs.properties.bytes': text(report?.properties?.[0]?.script.bytes),
    'costs.properties.en': report && toPropertiesTable(report, 'en'),
    'costs.properties.zh': report && toPropertiesTable(report, 'zh'),
    'costs.compared.en': report && toComparedTable(report, 'en'),
    'costs.compared.zh': report && toComparedTable(report, 'zh'),
    'costs.features.en': report?.features && toFeaturesTable(report.features, 'en'),
    'costs.features.zh': report?.features && toFeaturesTable(report.features, 'zh'),
    'costs.hooks.en': report?.features && toHooksTable(report.features, 'en'),
    'costs.hooks.zh': report?.features && toHooksTable(report.features, 'zh'),
    'costs.thermometer.bytes': text(bytes),
    'costs.thermometer.jsVars': text(jsVars?.esp8266),
    'costs.thermometer.free': freePercent?.esp8266.toFixed(1),
  }
}

/** Of the script for the other runtime: whether the sources still build it, test/lab/kaluma/kaluma-json.ts says. */
function kalumaFigures(file: string): Figures {
  const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as KalumaReport) : undefined
  return {
    'kaluma.en': report && toKalumaTable(report, 'en'),
    'kaluma.zh': report && toKalumaTable(report, 'zh'),
  }
}

/** Sizes need no measurement: those of this build, beside what was measured of the others. */
function withSizes(rows: readonly Row[], { script, plainSwitchBytes }: Computed): Row[] {
  const sizes: Readonly<Record<string, number>> = {
    'the script, minified': script.length,
    [`the script, ${plainSwitchWhat}`]: plainSwitchBytes,
  }
  return rows.map((row) => {
    const size = row.measure === 'g' ? sizes[row.what] : undefined
    return size === undefined ? row : { ...row, values: { ...row.values, ours: spreadOf([size]) } }
  })
}

function jsVarsOf(rows: readonly Row[], what: string): number | undefined {
  const value = rows.find((row) => row.measure === 'c' && row.what === what && row.engine === 'esp32')?.values['ours']
  return typeof value === 'object' ? value.median : undefined
}

const count = (value: number): string => value.toLocaleString('en')
const text = (value: number | undefined): string | undefined => (value === undefined ? undefined : count(value))
