import { readFileSync } from 'node:fs'
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping'
import { speak } from '../command-line/language.ts'
import type { Application } from './application.ts'
import { bundleFirmware } from './bundle.ts'
import type { BuiltFirmware } from './firmware.ts'

/** Bytes of a script. */
export interface Parts {
  readonly firmware: number
  readonly application: number
}

/** What an import from firmware/ costs: the bytes by which the script is shorter without it. */
export interface Cost {
  readonly name: string
  readonly bytes: number
}

/** How many bytes of a script come from firmware/, by its source map; all others are the application's. */
export function partsOf(script: string, map: string): Parts {
  const trace = new TraceMap(map)
  const isFirmwares = trace.sources.map((source) => /(^|\/)firmware\//.test(source ?? ''))
  const mappings = decodedMappings(trace)
  let firmware = 0
  let isFirmware = true
  script.split('\n').forEach((line, row) => {
    let from = 0
    for (const [column, source] of mappings[row] ?? []) {
      if (isFirmware) firmware += column - from
      from = column
      if (source !== undefined) isFirmware = isFirmwares[source] === true
    }
    if (isFirmware) firmware += line.length - from
  })
  return { firmware, application: script.length - firmware }
}

/** Returns the line that says how much of a script is the application's. */
export function reportParts({ file, script }: BuiltFirmware): string {
  const { firmware, application } = partsOf(script, readFileSync(`${file}.map`, 'utf8'))
  const [ours, own] = [firmware, application].map((bytes) => bytes.toLocaleString('en'))
  return `size   ${speak`firmware ${ours ?? ''} B, application ${own ?? ''} B`}`
}

/** Builds an application without each of its imports from firmware/, one after the other; returns what each costs, the dearest first. */
export async function costsOf({ file: entry }: Application): Promise<Cost[]> {
  const { script, imports } = await bundleFirmware({ entry })
  const each = new Map(imports.map((one) => [one.join(), one]))
  const costs: Cost[] = []
  for (const without of each.values()) {
    const rest = await bundleFirmware({ entry, without })
    costs.push({ name: without[1], bytes: script.length - rest.script.length })
  }
  return costs.sort((one, other) => other.bytes - one.bytes)
}

/** Returns a line for each import. */
export function reportCosts(costs: readonly Cost[]): string {
  const lines = costs.map(({ name, bytes }) => `       ${name} ${bytes.toLocaleString('en')} B`)
  return [`       ${speak`without it the script is shorter by:`}`, ...lines].join('\n')
}
