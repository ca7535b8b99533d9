import { isDeepStrictEqual } from 'node:util'
import { UserError } from '../command-line/user-error.ts'
import { findTarget, targetOptions, type Target } from './cloud-target.ts'
import type { DeviceName } from '../device-names/names.ts'
import { readFlags } from '../command-line/flags.ts'
import type { JsonObject } from '../cloud/model/json.ts'
import type { SetReceipt } from '../cloud/openapi/set-book.ts'
import type { SetResult } from '../cloud/model/outcomes.ts'
import type { PropertyState } from './openapi-client.ts'
import { otherValue, readWanted, type Wanted } from './set-words.ts'
import { toItems, toJsonText } from './value-text.ts'
import { withWanted } from './wanted-value.ts'
import { help, usage } from './set-help.ts'
import { inLanguage, phrase, speak } from '../command-line/language.ts'

const options = {
  ...targetOptions,
  property: { type: 'string', default: 'PowerSwitch_1' },
  raw: { type: 'string' },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** What became of a property set: in full from the local platform; from Aliyun, whether the value was posted. */
type SetAnswer = DeviceName & { readonly params: JsonObject; readonly messageId: string } & (SetResult | PostedResult)

/** Aliyun does not show the reply; only whether the value is reported can be seen. */
type PostedResult = { outcome: 'posted'; afterMs: number } | { outcome: 'not-posted'; waitedMs: number }

/**
 * `npm run set`: sets properties of a device through a cloud's OpenAPI and prints what became of it.
 * Throws UserError: exit code 1 for wrong use or no platform, 2 when the cloud refused or the device did not do it.
 */
export async function setCommand(
  args: readonly string[],
  print: (text: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const { values: flags, positionals } = readFlags({ args: [...args], options, allowPositionals: true }, usage)
  if (flags.help) return print(inLanguage(help))
  const wanted = readWanted(positionals, flags.property, flags.raw)
  const target = await findTarget(flags, environment)
  const items = await readItems(target, wanted)
  const params: JsonObject = JSON.parse(items)
  const say = flags.json ? () => undefined : print
  const { productKey, deviceName } = target.device
  say(`set        ${deviceName} ${JSON.stringify(params)}\n`)
  const started = await target.client.setProperty(target.device, items).catch(async (error: unknown) => {
    throw await withWanted(error, () => readStates(target, false))
  })
  const messageId = 'unsent' in started ? '' : started.messageId
  const result = await resultOf(started, target, params)
  const answer: SetAnswer = { productKey, deviceName, params, messageId, ...result }
  if (flags.json) print(`${JSON.stringify(answer)}\n`)
  say(show(answer))
  failUnlessDone(answer)
}

/** The text of a JSON object of what is to be set: each word is read by the type that the cloud says its property has. */
async function readItems(target: Target, { words, toggled, raw }: Wanted): Promise<string> {
  if (raw !== undefined) return raw
  const states = await readStates(target, toggled !== undefined)
  const stateOf = (name: string) => states.find(({ identifier }) => identifier === name)
  const texts = Object.entries(words).map(([name, word]) => [name, toJsonText(word, stateOf(name)?.type)] as const)
  const other = toggled === undefined ? {} : { [toggled]: String(otherValue(toggled, stateOf(toggled)?.value)) }
  return toItems({ ...Object.fromEntries(texts), ...other })
}

/** What the cloud says of the device's properties. One that says nothing is no obstacle, unless a value is `needed`. */
async function readStates({ client, device }: Target, needed: boolean): Promise<readonly PropertyState[]> {
  try {
    return await client.properties(device)
  } catch (error) {
    if (needed || !(error instanceof UserError)) throw error
    return []
  }
}

async function resultOf(started: SetReceipt, target: Target, params: JsonObject): Promise<SetResult | PostedResult> {
  if ('unsent' in started) return { outcome: started.unsent }
  return target.local?.setResult(started.messageId) ?? waitForPost(target, params)
}

const [pollMs, longestWaitMs] = [500, 10_000]

/** Asks the cloud again and again until the values are reported, or it has taken too long. */
async function waitForPost({ client, device }: Target, params: JsonObject): Promise<PostedResult> {
  const startedAt = performance.now()
  for (;;) {
    const reported = await client.properties(device)
    const isThere = (name: string) => reported.some((one) => one.identifier === name && equals(one.value, params[name]))
    const passedMs = performance.now() - startedAt
    if (Object.keys(params).every(isThere)) return { outcome: 'posted', afterMs: passedMs }
    if (passedMs > longestWaitMs) return { outcome: 'not-posted', waitedMs: passedMs }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

const equals = (one: unknown, other: unknown) => isDeepStrictEqual(one, other) || String(one) === String(other)

function show(answer: SetAnswer): string {
  const lines: string[] = []
  if (answer.outcome === 'answered') {
    const { id, reply, latencyMs } = answer
    const message = reply.message === '' || reply.message === 'success' ? '' : ` ${reply.message}`
    lines.push(`set_reply  ${speak`id ${id} code ${reply.code}${message} after ${latencyMs.toFixed(1)} ms`}`)
  }
  const post = 'post' in answer ? answer.post : null
  if (post !== null)
    lines.push(`posted     ${speak`${JSON.stringify(post.params)} after ${post.afterMs.toFixed(1)} ms`}`)
  else if (answer.outcome === 'answered' && answer.reply.code === 200) lines.push(`posted     ${speak`nothing yet`}`)
  if (answer.outcome === 'posted') lines.push(`posted     ${speak`seen after ${(answer.afterMs / 1000).toFixed(1)} s`}`)
  return lines.map((line) => `${line}\n`).join('')
}

/** The error for each outcome that is a failure; `queued` is none. */
const failures: Readonly<Record<string, readonly [slug: string, message: string]>> = {
  offline: ['device-offline', phrase`is offline; is the board running, and joined?`],
  'not-subscribed': ['not-subscribed', phrase`has not subscribed to property set`],
  'rate-limited': ['rate-limited', phrase`is sent too much at the moment`],
  stopped: ['platform-stopped', phrase`did not answer before the platform ended`],
}

/** Throws, with exit code 2, unless the device did it or will get it later. */
function failUnlessDone(answer: SetAnswer): void {
  const { deviceName, outcome } = answer
  if (outcome === 'answered' && answer.reply.code !== 200) {
    throw new UserError('set-refused', speak`${deviceName} answered code ${answer.reply.code}`, '', 2)
  }
  if (outcome === 'no-reply' || outcome === 'not-posted') {
    const seconds = (answer.waitedMs / 1000).toFixed(0)
    const what =
      outcome === 'no-reply'
        ? speak`no set_reply from ${deviceName} in ${seconds} s`
        : speak`the values were not posted by ${deviceName} in ${seconds} s`
    throw new UserError('set-timeout', what, '', 2)
  }
  const failure = failures[outcome]
  if (failure !== undefined) throw new UserError(failure[0], `${deviceName} ${speak(failure[1])}`, '', 2)
}
