import { readFileSync } from 'node:fs'
import { checkNumbers, pinsOf } from './check-properties.ts'
import { demoAtAliyun, demoProduct } from './demo.ts'
import { isAliyunHost, tlsPorts, type Login } from './login.ts'
import { nearestWord } from '../../command-line/nearest-word.ts'
import type { Problem } from './problem.ts'
import { sectionOf, type Section } from './section.ts'
import { speak } from '../../command-line/language.ts'
import { productFile } from '../../product/product-files.ts'
import type { Path, Source } from './source.ts'

interface RegionSchema {
  readonly properties: {
    readonly aliyun: { readonly properties: { readonly region: { readonly examples: readonly string[] } } }
  }
}

/**
 * Regions with a public instance, as listed in Aliyun's C SDK (iotx_guider, domain_mqtt_direct). Another region is only a
 * warning, because Aliyun may add some.
 */
const regions = (readJsonFile('device.schema.json') as RegionSchema).properties.aliyun.properties.region.examples

/** Values of device.example.json that everybody must replace. */
const placeholders: readonly Path[] = [
  ['wifi', 'password'],
  ['aliyun', 'deviceSecret'],
]

/**
 * Returns problems that a schema states badly or not at all: choices between keys, two values that conflict, unlikely values.
 * `withoutLogin`: neither aliyun nor mqtt need be there.
 */
export function checkChoices(source: Source, withoutLogin = false): Problem[] {
  const config = sectionOf(source.value)
  if (config === undefined) return []
  return [
    ...(withoutLogin && config.aliyun === undefined ? [] : checkCloud(source, config)),
    ...checkRegion(source, sectionOf(config.aliyun)),
    ...(['aliyun', 'mqtt'] as const).flatMap((login) => checkTlsPort(source, login, sectionOf(config[login]))),
    ...checkPins(source, config),
    ...checkNumbers(source, config),
    ...checkTexts(source, config, []),
    ...checkPlaceholders(source, config),
    ...checkDemo(source, config),
  ]
}

function checkCloud(source: Source, { aliyun, mqtt }: Section): Problem[] {
  if (aliyun === undefined && mqtt === undefined) {
    const fix = speak`the device triple as aliyun, or the console's one-click copy as mqtt`
    return [source.problemOf(['aliyun'], { got: speak`is missing`, wanted: speak`aliyun or mqtt`, fix })]
  }
  if (aliyun === undefined || mqtt === undefined) return []
  return [
    source.problemOfKey(['mqtt'], {
      got: speak`stands beside aliyun`,
      wanted: speak`one of the two`,
      fix: speak`remove one`,
    }),
  ]
}

function checkRegion(source: Source, aliyun: Section | undefined): Problem[] {
  if (aliyun === undefined) return []
  const { region, host, instanceId } = aliyun
  const [, id] = /^([\w-]+)\.[\w.-]+(?::\d+)?$/.exec(typeof instanceId === 'string' ? instanceId : '') ?? []
  if (id !== undefined) {
    const problem = { got: speak`is a host`, wanted: speak`the ID of an instance`, fix: `"${id}"` }
    return [source.problemOf(['aliyun', 'instanceId'], problem)]
  }
  const known = speak`known: ${regions.join(', ')}`
  if (region === undefined && host === undefined && instanceId === undefined) {
    return [
      source.problemOf(['aliyun', 'region'], {
        got: speak`is missing`,
        wanted: speak`region or instanceId`,
        fix: known,
      }),
    ]
  }
  if (typeof region !== 'string' || regions.includes(region) || !/^[\w.:@-]{1,32}$/.test(region)) return []
  const near = nearestWord(region, regions)
  const fix = near === undefined ? known : speak`did you mean "${near}"?  ${known}`
  const got = speak`"${region}" is none that we know`
  return [source.problemOf(['aliyun', 'region'], { severity: 'warning', got, fix })]
}

/** Plain TCP to a TLS port: the server would close every connection. Known only of Aliyun's ports. */
function checkTlsPort(source: Source, login: Login, section: Section = {}): Problem[] {
  const { port, tls } = section
  if (typeof port !== 'number' || !tlsPorts.includes(port) || tls === true) return []
  const isAliyun = isAliyunHost(login, section[login === 'mqtt' ? 'mqttHostUrl' : 'host'])
  const got = speak`${port} speaks TLS, and ${login}.tls is not true`
  const fix = speak`"tls": true beside it (npm run config -- --tls), or port 1883`
  return [source.problemOf([login, 'port'], { severity: isAliyun ? 'error' : 'warning', got, fix })]
}

/** Reports a pin that two switches, a switch and a button, or two properties use. */
function checkPins(source: Source, config: Section): Problem[] {
  const taken = new Map<string, string>()
  const ofSwitches = Object.entries(sectionOf(config.switches) ?? {}).flatMap(([name, each]) =>
    (['pin', 'button'] as const).map((key) => ({ path: ['switches', name, key], pin: sectionOf(each)?.[key] })),
  )
  const ofProperties = pinsOf(config).map(([path, pin]) => ({ path, pin }))
  return [...ofSwitches, ...ofProperties].flatMap(({ path, pin }) => {
    if (typeof pin !== 'string') return []
    const name = path[1] ?? ''
    const other = taken.get(pin)
    taken.set(pin, other ?? (path[2] === 'pin' ? name : speak`the button of ${name}`))
    if (other === undefined) return []
    return [source.problemOf(path, { got: speak`"${pin}" is taken by ${other}`, wanted: speak`a pin each` })]
  })
}

/** Reports half a surrogate pair, such as \ud83d alone, which has no UTF-8. */
function checkTexts(source: Source, value: unknown, path: Path): Problem[] {
  if (typeof value === 'string') {
    if (!/\p{Surrogate}/u.test(value)) return []
    return [
      source.problemOf(path, { got: speak`half a character (\\ud800 to \\udfff alone)`, wanted: speak`both halves` }),
    ]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => checkTexts(source, each, [...path, key]))
}

function checkPlaceholders(source: Source, config: Section): Problem[] {
  const example = sectionOf(readJsonFile('device.example.json'))
  return placeholders.flatMap(([section = '', key = '']) => {
    const value = sectionOf(config[section])?.[key]
    if (value === undefined || value !== sectionOf(example?.[section])?.[key]) return []
    return [source.problemOf([section, key], { severity: 'warning', got: speak`is still the one of the example` })]
  })
}

/** Reports the simulated board's identity: Aliyun does not know it. */
function checkDemo(source: Source, config: Section): Problem[] {
  const login = demoAtAliyun(config)
  if (login === undefined) return []
  const got = speak`"${demoProduct}" is the product that npm start makes up`
  const path = login === 'aliyun' ? [login, 'productKey'] : [login, 'username']
  return [source.problemOf(path, { severity: 'warning', got, fix: speak`Aliyun does not know it` })]
}

/** Reads a JSON file of the product. */
function readJsonFile(name: string): unknown {
  return JSON.parse(readFileSync(productFile(name), 'utf8'))
}
