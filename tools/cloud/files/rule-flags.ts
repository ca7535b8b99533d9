import { UserError } from '../../command-line/user-error.ts'
import { speak } from '../../command-line/language.ts'
import { defaultRules, type Rules } from '../model/rules.ts'

/** What a rule may be: one of these words or numbers, any number, or any number or `unlimited`. */
type Wish = readonly (string | number | boolean)[] | 'number' | 'limit'

const wishes: { readonly [Rule in keyof Rules]: Wish } = {
  autoDelivery: ['always', 'ss', 'never'],
  unknownDeviceCode: [4, 5],
  shortKeepAliveCode: [2, 3],
  longKeepAlive: ['clamp', 'refuse'],
  keepAliveScanMs: 'number',
  connectWaitMs: 'number',
  connectsPerMinute: 'limit',
  connectLimitCode: [3, 5],
  transport: ['ignore', 'securemode', 'tls'],
  registrationWithoutTls: ['refuse', 'allow'],
  registrationOfUnknown: ['allow', 'refuse'],
  uplinkPerSecond: 'limit',
  uplinkQos1PerSecond: 'limit',
  downlinkPerSecond: 'limit',
  bytesPerSecond: 'limit',
  payloadBytes: 'number',
  filtersPerSubscribe: 'number',
  subscriptions: 'number',
  subscribeQos2: ['lower', 'refuse'],
  forbiddenPublish: ['drop', 'close'],
  publishQos2: ['close', 'drop'],
  propertySetQos: [0, 1],
  replyQos: [0, 1],
  queueDays: 'number',
  queueLength: 'number',
  rrpcWaitMs: 'number',
  wrongValues: ['leave-out', 'refuse'],
  unknownIdentifierCode: [6304, 5092],
  floatWithoutPoint: ['refuse', 'accept'],
  desiredTriggersSet: [true, false],
  configUrl: ['link', 'data'],
  deviceLogs: [true, false],
}

/** The longest that a timer takes, ms. */
const mostOfRule = 2 ** 31 - 1

/** All rules with their allowed values and defaults, one per line, for `--help`, where `number` says "a number". */
export function describeRules(number: string): string {
  const lines = Object.entries(wishes).map(([rule, wish]) => {
    const value = Object.entries(defaultRules).find(([name]) => name === rule)?.[1]
    return `  ${rule.padEnd(24)}${sayWish(wish, number)} (${String(value)})`
  })
  return lines.join('\n')
}

function sayWish(wish: Wish, number: string): string {
  if (wish === 'number') return number
  return wish === 'limit' ? `${number} | unlimited` : wish.join(' | ')
}

/** Reads `--rule NAME=VALUE` flags. Throws UserError bad-flag. */
export function readRules(texts: readonly string[]): Partial<Rules> {
  return Object.fromEntries(texts.map(readRule))
}

function readRule(text: string): [string, string | number | boolean] {
  const at = text.indexOf('=')
  const [rule, value] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)]
  const wish = Object.entries(wishes).find(([name]) => name === rule)?.[1]
  if (wish === undefined)
    throw new UserError('bad-flag', speak`--rule ${text}: no such rule`, speak`see npm run cloud -- --help`)
  const read = readValue(value, wish)
  if (read !== undefined) return [rule, read]
  const said = sayWish(wish, speak`a number`)
  const wanted = typeof wish === 'string' ? speak`wanted: ${said}, from 1 to ${mostOfRule}` : speak`wanted: ${said}`
  throw new UserError('bad-flag', speak`--rule ${text}: that is not a value of it`, wanted)
}

function readValue(value: string, wish: Wish): string | number | boolean | undefined {
  if (typeof wish !== 'string') return wish.find((one) => String(one) === value)
  if (wish === 'limit' && value === 'unlimited') return value
  const number = /^\d+$/.test(value) ? Number(value) : 0
  return number >= 1 && number <= mostOfRule ? number : undefined
}
