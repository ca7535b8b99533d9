import { mkdirSync, readFileSync } from 'node:fs'
import { hashSources, sha256 } from '../../../tools/build/source-hash.ts'
import { writeWhole } from '../../../tools/local-files/write-whole.ts'
import { spreadOf, type Spread } from '../bench/stats.ts'
import type { GivenEngine } from '../engine/engines.ts'
import { bare, calls, growth, theSwitch, thermometer, type CostApp, type Way } from './apps.ts'

/** The engines whose heap is measured. */
export type HeapName = 'esp32' | 'esp8266'

/** What an application costs. */
export interface Cost {
  readonly name: string
  /** Of the script. */
  readonly bytes: number
  /** Once ready, over the empty interpreter. */
  readonly jsVars: Readonly<Record<HeapName, number>>
}

export interface GrowthCost extends Cost {
  readonly way: Way
  readonly properties: number
  /** CPU time of one set. */
  readonly setMs: Spread
}

/** A type of property on a pin, or each of them in turn. */
export type PropertyKind = 'output' | 'pwm' | 'input' | 'analog' | 'mixed'

/** What properties on pins of one type cost. */
export interface PropertyCost {
  readonly kind: PropertyKind
  /** A script with a configuration of one such property inside. */
  readonly inline: Omit<Cost, 'name'>
  /** The usual script, with so many of them in device.json. */
  readonly script: {
    readonly bytes: number
    readonly growth: readonly {
      readonly properties: number
      /** null where they do not fit. */
      readonly jsVars: Readonly<Record<HeapName, number | null>>
      readonly freePercent: Readonly<Record<HeapName, number | null>>
    }[]
  }
}

/** What a feature of the platform costs, on a Pico W, too; its heap has the script and the test's peer in it. */
export interface FeatureCost extends Cost {
  readonly picoW: { readonly bytes: number; readonly heapBytes: number }
}

/** Features of the platform, each beside an application that only posts. */
export interface FeaturesReport {
  readonly base: FeatureCost
  readonly each: readonly FeatureCost[]
  readonly all: FeatureCost
  /** The core's own parts for them, each used alone. */
  readonly hooks: readonly FeatureCost[]
  /** Of the heap with all of them. */
  readonly freePercent: Readonly<Record<HeapName, number>>
}

/** What docs/measured/costs.json holds. */
export interface Report {
  /** The switch. */
  readonly bundle: { readonly file: string; readonly bytes: number; readonly sha256: string }
  /** SHA-256 over firmware/, the build and the applications that were measured. */
  readonly sources: string
  readonly engines: Readonly<Record<string, Pick<GivenEngine, 'version' | 'board' | 'heapVars'>>>
  readonly calls: readonly Cost[]
  readonly growth: readonly GrowthCost[]
  readonly thermometer: Cost & { readonly freePercent: Readonly<Record<HeapName, number>> }
  readonly switch: Cost
  readonly properties?: readonly PropertyCost[]
  readonly features?: FeaturesReport
}

export const reportFile = 'docs/measured/costs.json'

/** The switch before applications could be written: commit 506f4e6, docs/measured/engine.json there. */
export const before = { bytes: 16_273, jsVars: { esp32: 326, esp8266: 338 } } as const
/** By so much may it have grown since, percent. */
const growthPercent = 5
/** So much of an ESP8266's heap must a thermometer leave free, percent. */
const leastFreePercent = 60
/** So much with every feature of the platform. */
const leastFreeWithAll = 40

export function writeReport(report: Report): void {
  mkdirSync('docs/measured', { recursive: true })
  writeWhole(reportFile, `${JSON.stringify(report, undefined, 2)}\n`)
}

/** The report as it was written last. Throws where there is none. */
export const readReport = (): Report => JSON.parse(readFileSync(reportFile, 'utf8')) as Report

/** The hash of all that the figures are of. */
export function hashOfAll(): string {
  const apps: readonly CostApp[] = [bare, ...calls, ...growth, thermometer, theSwitch]
  return sha256([hashSources(), ...apps.map(({ name, source }) => `${name}\0${source}`)].join('\0'))
}

/** Percent of a heap that is free with so many JsVars held, the interpreter's own among them. */
export function freePercentOf({ name, heapVars }: Pick<GivenEngine, 'name' | 'heapVars'>, heldVars: number): number {
  if (heapVars === 'grows') throw new Error(`the heap of ${name} has no size`)
  return Math.round((1000 * (heapVars - heldVars)) / heapVars) / 10
}

/** CPU times rounded to what is no noise. */
export function spreadOfTimes(times: readonly number[]): Spread {
  const { median, min, max } = spreadOf(times)
  const short = (value: number): number => Number(value.toPrecision(4))
  return { median: short(median), min: short(min), max: short(max) }
}

export interface Show {
  readonly holds: boolean
  readonly text: string
}

/** What must hold: the switch has hardly grown, and a thermometer leaves most of the heap free. */
export function showsOf({ switch: now, thermometer: { freePercent } }: Report): Show[] {
  const atMost = (what: string, got: number, was: number): Show => ({
    holds: got <= was * (1 + growthPercent / 100),
    text: `switch, ${what}: ${got.toLocaleString('en')}, before ${was.toLocaleString('en')}, wanted at most ${growthPercent} % more`,
  })
  return [
    atMost('bytes', now.bytes, before.bytes),
    atMost('JsVars at ESP32 size', now.jsVars.esp32, before.jsVars.esp32),
    atMost('JsVars at ESP8266 size', now.jsVars.esp8266, before.jsVars.esp8266),
    {
      holds: freePercent.esp8266 >= leastFreePercent,
      text: `thermometer, free of an ESP8266's heap: ${freePercent.esp8266} %, wanted ${leastFreePercent} %`,
    },
  ]
}

/** What must hold of the features: an ESP8266 has room for all of them. */
export function showsOfFeatures({ freePercent, all }: FeaturesReport): Show[] {
  const free = Number.isFinite(freePercent.esp8266) ? `${freePercent.esp8266} %` : 'they do not come to rest there'
  const text = `all features, free of an ESP8266's heap: ${free}, wanted ${leastFreeWithAll} %`
  return [{ holds: freePercent.esp8266 >= leastFreeWithAll, text: `${text}; ${all.bytes.toLocaleString('en')} bytes` }]
}

/** A line each. */
export function toShowLines(shows: readonly Show[]): string {
  return shows.map(({ holds, text }) => `${holds ? 'ok  ' : 'NO  '} ${text}\n`).join('')
}
