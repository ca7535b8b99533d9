/** An application whose costs are measured. */
export interface CostApp {
  /** As the report and the table have it. */
  readonly name: string
  /** JavaScript; what it imports from `device` is firmware/device.ts. Empty: the switch of apps/. */
  readonly source: string
  /** So many switches are in its device.json. */
  readonly switches?: number
  /** Timers once ready: one of the link, and its own. */
  readonly timers?: number
  /** It is at rest only so long after it is ready, ms. */
  readonly restMs?: number
}

/** A way to handle properties, with so many of them. */
export interface GrowthApp extends CostApp {
  readonly way: Way
  readonly properties: number
}

export const bare: CostApp = { name: 'nothing', source: "import 'device'\n" }

/** Stands for the port of a peer that does not exist yet; it has as many digits as the real one. */
export const portMark = '54321'

const options = `{
  productKey: 'a1B2c3D4e5F', deviceName: 'switch-1', deviceSecret: 'engineTestsOnly0123456789abcdefg',
  host: '127.0.0.1', port: ${portMark},
}`

/** A use of each call, as small as it can be: [as the table names it, what is imported, the use]. */
const uses: readonly (readonly [name: string, imports: string, use: string])[] = [
  ["on('connect', f)", 'on', "on('connect', () => {})"],
  ["on('close', f)", 'on', "on('close', () => {})"],
  ["on('error', f)", 'on', "on('error', () => {})"],
  ["on('message', f)", 'on', "on('message', () => {})"],
  ['onProp(f)', 'onProp', 'onProp(() => {})'],
  ['onProps(f)', 'onProps', 'onProps(() => {})'],
  ['checkProps(rules)', 'checkProps', "checkProps('Level int 0 100')"],
  ['postProps(props)', 'postProps', 'postProps({ Level: 7 })'],
  ['postProps(props, f)', 'postProps', 'postProps({ Level: 7 }, () => {})'],
  ['keepPosted(f), postState()', 'keepPosted, postState', "keepPosted(() => '{}')\npostState()"],
  ['publish(topic, payload)', 'publish', "publish('user/update', 'hi')"],
  ['subscribe(topic)', 'subscribe', "subscribe('user/get')"],
  ['configure(name, f, f)', 'configure', "configure('level', () => {}, () => {})"],
  ['keep(values), kept()', 'keep, kept', "keep('{\"level\":' + (kept().level || 0) + '}')"],
  ['log(text)', 'log', "log('I app hi')"],
  ['quote(text)', 'quote', "print(quote('hi'))"],
  ['toJson(value)', 'toJson', 'print(toJson({ level: 7 }))'],
  ["device(options).on('connect', f)", 'device', `device(${options}).on('connect', () => {})`],
]

/** An application that imports these names, and does this. */
export const importing = (names: string, body: string): string => `import { ${names} } from 'device'\n${body}\n`

/** An application for each call alone, and one with all of them. */
export const calls: readonly CostApp[] = [
  ...uses.map(([name, imports, use]) => ({ name, source: importing(imports, use) })),
  {
    name: 'all',
    source: importing(
      [...new Set(uses.flatMap(([, imports]) => imports.split(', ')))].join(', '),
      uses.map(([, , use]) => use).join('\n'),
    ),
  },
]

/** A sensor that is read and posted every ten seconds, and a pin that the cloud dims. */
export const thermometer: CostApp = {
  name: 'thermometer',
  timers: 2,
  source: importing(
    'onProps, postProps',
    `
let intervalMs = 10000
let timer
function measure() {
  postProps({ CurrentTemperature: Math.round(E.getTemperature() * 10) / 10 })
}
function start() {
  if (timer) clearInterval(timer)
  timer = setInterval(measure, intervalMs)
}
onProps(({ params }) => {
  const seconds = params.ReportInterval
  if (typeof seconds !== 'number' || seconds < 1 || seconds > 3600) return 'ReportInterval must be 1 to 3600'
  intervalMs = seconds * 1000
  start()
  postProps({ ReportInterval: seconds })
  return ['ReportInterval']
})
start()
measure()`,
  ),
}

export const theSwitch: CostApp = { name: 'switch', source: '', switches: 1 }

export type Way = 'ifs' | 'handlers' | 'table' | 'checked' | 'switch'

/** How many properties an application handles. */
export const propertyCounts = [1, 8, 32] as const

/** Named as those of the switch, so that the same sets do for all. */
const namesOf = (properties: number): string[] =>
  Array.from({ length: properties }, (_, index) => `PowerSwitch_${index + 1}`)

/** Each keeps its state posted, as the switch does. */
function stateOf(names: readonly string[]): string {
  const fields = names.map((name) => `  ${name}: 0,\n`)
  return `const values = {\n${fields.join('')}}\nkeepPosted(() => toJson(values))\n`
}

function tableOf(names: readonly string[]): string {
  const fields = names.map((name, pin) => `  ${name}: (value) => digitalWrite(D${pin}, (values.${name} = value)),\n`)
  return `const handlers = {\n${fields.join('')}}
onProp((name, value) => {
  if (!(name in values)) return false
  handlers[name](value)
})`
}

const sources: Readonly<Record<Way, (names: readonly string[]) => string>> = {
  ifs: (names) => {
    const ifs = names.map(
      (name, pin) => `  if ('${name}' in params) digitalWrite(D${pin}, (values.${name} = params.${name}))\n`,
    )
    return importing('keepPosted, onProps, toJson', `${stateOf(names)}onProps(({ params }) => {\n${ifs.join('')}})`)
  },
  handlers: (names) => {
    const each = names.map(
      (name, pin) => `onProps(({ params }) => {
  if (!('${name}' in params)) return []
  digitalWrite(D${pin}, (values.${name} = params.${name}))
  return ['${name}']
})\n`,
    )
    return importing('keepPosted, onProps, toJson', stateOf(names) + each.join(''))
  },
  table: (names) => importing('keepPosted, onProp, toJson', stateOf(names) + tableOf(names)),
  checked: (names) => {
    const rules = names.map((name) => `${name} bool`).join()
    return importing(
      'checkProps, keepPosted, onProp, toJson',
      `${stateOf(names)}checkProps('${rules}')\n${tableOf(names)}`,
    )
  },
  switch: () => '',
}

/** Every way with each number of properties. */
export const growth: readonly GrowthApp[] = (Object.keys(sources) as Way[]).flatMap((way) =>
  propertyCounts.map((properties) => ({
    name: `${way} ${properties}`,
    way,
    properties,
    source: sources[way](namesOf(properties)),
    ...(way === 'switch' && { switches: properties }),
  })),
)
