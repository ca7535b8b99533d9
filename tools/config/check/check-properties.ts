import type { BoardKind } from '../../board-kinds/board-kind.ts'
import { boardsAnchor } from '../../board-kinds/boards.ts'
import { joinRanges, nearPin } from '../../board-kinds/judge-pin.ts'
import { judgePull, judgeUse, pinsFor } from '../../board-kinds/judge-use.ts'
import { pinUses, type PinUse } from '../../board-kinds/pin-uses.ts'
import { speak } from '../../command-line/language.ts'
import type { Problem } from './problem.ts'
import { sectionOf, type Section } from './section.ts'
import type { Source } from './source.ts'

const uses: readonly PinUse[] = ['output', 'pwm', 'input', 'analog']

/** The keys of all types. */
const keys: readonly string[] = [
  ...['type', 'pin', 'activeHigh', 'atBoot', 'min', 'max', 'freqHz', 'pull', 'debounceMs'],
  ...['decimals', 'deadBand', 'leastS', 'mostS'],
]

/** One property, as far as it is right. */
interface Property {
  readonly name: string
  readonly each: Section
  readonly use: PinUse
  readonly pin: string
}

/** Returns what the schema cannot say about the section `properties`: numbers that do not go together. Beside a key that nobody knows, one of them is probably not the default that it seems. */
export function checkNumbers(source: Source, config: Section): Problem[] {
  return propertiesOf(config).flatMap(({ name, each, use }) => {
    if (Object.keys(each).some((key) => !keys.includes(key))) return []
    const [min, max] = [numberOr(each['min'], 0), numberOr(each['max'], 100)]
    const [leastS, mostS] = [numberOr(each['leastS'], 10), numberOr(each['mostS'], 600)]
    const path = ['properties', name]
    const problems: Problem[] = []
    if (use === 'pwm' && min >= max)
      problems.push(source.problemOf([...path, 'max'], { got: String(max), wanted: speak`more than min, ${min}` }))
    if (use === 'analog' && min === max)
      problems.push(source.problemOf([...path, 'max'], { got: String(max), wanted: speak`another than min, ${min}` }))
    if (use === 'analog' && mostS < leastS)
      problems.push(
        source.problemOf([...path, 'mostS'], { got: String(mostS), wanted: speak`at least leastS, ${leastS}` }),
      )
    return problems
  })
}

/** Returns what the board's pins cannot do of what the section `properties` wants; `kind` is the board. */
export function checkUses(source: Source, config: Section, kind: BoardKind): Problem[] {
  const all = propertiesOf(config).filter(({ pin }) => /^[\w.:@-]{1,8}$/.test(pin))
  return [...all.flatMap((property) => checkUse(source, property, kind)), ...checkTogether(source, all, kind)]
}

/** Names of the section's pins, for where the board is not known. */
export const pinsOf = (config: Section): (readonly [path: string[], pin: string])[] =>
  propertiesOf(config).map(({ name, pin }) => [['properties', name, 'pin'], pin] as const)

function checkUse(source: Source, { name, each, use, pin }: Property, kind: BoardKind): Problem[] {
  const path = ['properties', name]
  const { severity, reason } = judgeUse(kind, pin, use)
  const there = joinRanges(pinsFor(kind, use))
  const choice = there === '' ? speak`take another board: ${speak(boardsAnchor)}` : speak`use one of ${there}`
  const near = kind.pins.includes(pin) ? undefined : nearPin(pin, pinsFor(kind, use))
  const fix = near === undefined ? choice : `${speak`did you mean "${near}"?`}  ${choice}`
  if (severity === 'error') return [source.problemOf([...path, 'pin'], { got: `"${pin}" ${reason}`, fix })]
  const problems =
    severity === 'fine' ? [] : [source.problemOf([...path, 'pin'], { severity, got: `"${pin}" ${reason}`, fix })]
  const pull = each['pull'] ?? 'up'
  const noPull = use === 'input' && (pull === 'up' || pull === 'down') ? judgePull(kind, pin, pull) : undefined
  if (noPull !== undefined)
    problems.push(
      source.problemOf([...path, 'pull'], { got: noPull, fix: speak`"pull": "none", and a resistor on the board` }),
    )
  return [...problems, ...checkFrequency(source, { name, each, use, pin }, kind)]
}

function checkFrequency(source: Source, { name, each, use }: Property, kind: BoardKind): Problem[] {
  const { leastHz, mostHz } = pinUses[kind.name].pwm
  const freqHz = numberOr(each['freqHz'], 1000)
  // The schema check reports what no board can.
  if (use !== 'pwm' || (freqHz >= leastHz && freqHz <= mostHz) || freqHz < 1 || freqHz > 40_000) return []
  const wanted = speak`${leastHz} to ${mostHz} on ${kind.title}`
  return [source.problemOf(['properties', name, 'freqHz'], { got: String(freqHz), wanted })]
}

/** Reports pins that cannot have PWM, or be watched, beside others. */
function checkTogether(source: Source, all: readonly Property[], kind: BoardKind): Problem[] {
  const { pwm, watchedApart } = pinUses[kind.name]
  const problems: Problem[] = []
  const dimmers = all.filter(({ use }) => use === 'pwm')
  const own = dimmers.filter(({ each }) => numberOr(each['freqHz'], 1000) !== pwm.sharedHz)
  const tooMany = (property: Property | undefined, most: number | undefined, fix: string): void => {
    if (property === undefined) return
    const got = speak`"pwm" is one more than the ${most ?? 0} that ${kind.title} has`
    problems.push(source.problemOf(['properties', property.name, 'type'], { got, fix }))
  }
  const several = speak`several at one frequency: "freqHz": ${pwm.sharedHz ?? 0}`
  tooMany(own[pwm.mostOwn ?? Infinity], pwm.mostOwn, several)
  const shared = dimmers.filter((one) => !own.includes(one))
  tooMany(
    pwm.mostPins === undefined ? undefined : (pwm.sharedHz === undefined ? own : shared)[roomFor(pwm)],
    roomFor(pwm),
    '',
  )
  problems.push(...apart(source, dimmers, pwm.shares, speak`a pin that shares no PWM`))
  problems.push(
    ...apart(
      source,
      all.filter(({ use }) => use === 'input'),
      watchedApart,
      speak`a pin of another number`,
    ),
  )
  return problems
}

/** How many pins can have PWM that do not need a frequency of their own. */
const roomFor = ({ mostPins = Infinity, mostOwn = 0 }: { mostPins?: number; mostOwn?: number }): number =>
  mostPins - mostOwn

/** Reports pins that only one of can be used so, after the first. */
function apart(
  source: Source,
  all: readonly Property[],
  wordOf: ((pin: string) => string) | undefined,
  wanted: string,
): Problem[] {
  if (wordOf === undefined) return []
  const taken = new Map<string, Property>()
  return all.flatMap(({ name, pin, ...rest }) => {
    const other = taken.get(wordOf(pin))
    if (other === undefined || other.pin === pin) {
      taken.set(wordOf(pin), { name, pin, ...rest })
      return []
    }
    const got = speak`"${pin}" cannot do it beside "${other.pin}" of ${other.name}`
    return [source.problemOf(['properties', name, 'pin'], { got, wanted })]
  })
}

function propertiesOf(config: Section): Property[] {
  return Object.entries(sectionOf(config['properties']) ?? {}).flatMap(([name, value]) => {
    const each = sectionOf(value) ?? {}
    const use = uses.find((one) => one === each['type'])
    const pin = each['pin']
    return use === undefined || typeof pin !== 'string' ? [] : [{ name, each, use, pin }]
  })
}

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise)
