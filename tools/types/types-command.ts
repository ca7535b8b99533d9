import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { readFlags } from '../command-line/flags.ts'
import { inLanguage, speak } from '../command-line/language.ts'
import { readConfigFile } from '../config/file/config-file.ts'
import { UserError } from '../command-line/user-error.ts'
import { writeWhole } from '../local-files/write-whole.ts'
import { modelOfProperties } from '../thing-model/model-of-properties.ts'
import { readTslFile } from '../thing-model/tsl-file.ts'
import { propertiesOf, typeProblems } from './check-model.ts'
import { declareModel, isSettable, mark } from './declare-model.ts'
import { rulesModule } from './rules-of-model.ts'
import { help, usage } from './types-help.ts'

const options = {
  out: { type: 'string' },
  rules: { type: 'boolean', default: false },
  from: { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run types`. Throws UserError unknown-flag, tsl-missing, tsl-not-json, tsl-invalid, not-ours, not-written, config-missing, config-invalid. */
export function typesCommand(args: readonly string[], print: (text: string) => void): void {
  const { values: flags, positionals } = readFlags({ args: [...args], options, allowPositionals: true }, usage)
  if (flags.help) return print(inLanguage(help))
  const [model, tooMany] = positionals
  if (flags.from !== undefined) return writeModel(flags.from, { ...flags, model }, print)
  if (model === undefined) throw new UserError('tsl-missing', speak`no thing model is given`, `${usage} -- MODEL.json`)
  if (tooMany !== undefined)
    throw new UserError('unknown-flag', speak`"${tooMany}" is one word too many`, `${usage} -- --help`)
  const properties = propertiesOf(readTslFile(model, typeProblems))
  const out = flags.out ?? `${model.replace(/\.json$/i, '')}.d.ts`
  const rulesOut = `${out.replace(/(\.d)?\.ts$/, '')}.rules.ts`
  refuseForeign(out)
  if (flags.rules) {
    refuseForeign(rulesOut)
    writeWhole(rulesOut, rulesModule(properties, basename(model)))
  }
  writeWhole(out, declareModel(properties, basename(model)))
  const settable = properties.filter(isSettable).length
  print(`types      ${speak`${out}: ${properties.length} properties, of which the cloud may set ${settable}`}\n`)
  if (flags.rules) print(`rules      ${speak`${rulesOut}: import { rules } from it, and checkProps(rules)`}\n`)
}

/** Writes the thing model of the section `properties` of a device.json, for the console to import. */
function writeModel(
  from: string,
  {
    model,
    out,
    rules,
  }: { readonly model?: string | undefined; readonly out?: string | undefined; readonly rules: boolean },
  print: (text: string) => void,
): void {
  if (model !== undefined || rules)
    throw new UserError(
      'bad-flag',
      speak`--from ${from} and ${model ?? '--rules'} exclude each other`,
      speak`wanted: one of them`,
    )
  const { properties, aliyun, mqtt } = readConfigFile(from)
  if (properties === undefined)
    throw new UserError(
      'tsl-missing',
      speak`${from} has no properties`,
      speak`wanted: a device.json with the section properties`,
    )
  const productKey = aliyun?.productKey ?? mqtt?.username.split('&')[1] ?? ''
  const file = out ?? 'model.json'
  refuseOtherModel(file)
  writeWhole(file, `${JSON.stringify(modelOfProperties(properties, productKey), undefined, 2)}\n`)
  const count = Object.keys(properties).length
  print(
    `model      ${speak`${file}: ${count} properties of product ${productKey}; import it in the console, Product > Define Feature`}\n`,
  )
}

/** Throws UserError not-ours for a file that is there and is no thing model. */
function refuseOtherModel(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return
  if (readFileSync(file, 'utf8').includes('iotx-tsl')) return
  throw new UserError(
    'not-ours',
    speak`${file} is there, and ${usage} did not make it`,
    speak`give another file with ${'--out'}, or move this one away`,
  )
}

/** Throws UserError not-ours for a file that has another beginning than those that are made here. */
function refuseForeign(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return
  if (readFileSync(file, 'utf8').startsWith(mark)) return
  throw new UserError(
    'not-ours',
    speak`${file} is there, and ${usage} did not make it`,
    speak`give another file with ${'--out'}, or move this one away`,
  )
}
