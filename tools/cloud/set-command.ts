import { readFlags } from './flags.ts'
import type { PropertySetAnswer } from './control-api.ts'
import { isJsonObject, readJson, type JsonObject } from './json.ts'
import { defaultControlPort } from './start-platform.ts'
import { UserError } from '../user-error.ts'

const usage = 'npm run set'
const defaultControl = `http://127.0.0.1:${defaultControlPort}`
const help = `usage: ${usage} -- on|off [flags]

Sends a property set through the local platform (npm start, npm run cloud) and shows what the device answered.

  on|off            the value: 1 or 0
  --property NAME   which property (PowerSwitch_1)
  --raw JSON        these params instead, such as '{"PowerSwitch_1":1,"PowerSwitch_2":0}'
  --device NAME     which device, where there are several
  --control URL     where the platform's control endpoint is (${defaultControl})
  --json            the answer as one JSON object
  --verbose         a stack with an error
  --help            this text

exit code: 0 the device answered 200; 1 wrong use, or no platform runs; 2 the device is offline, silent or said no
`

const options = {
  property: { type: 'string', default: 'PowerSwitch_1' },
  raw: { type: 'string' },
  device: { type: 'string' },
  control: { type: 'string', default: defaultControl },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/**
 * `npm run set`: asks the running local platform to set properties of a device and prints what came of it.
 * Throws UserError: exit code 1 for wrong use or no platform, 2 when the device did not answer 200.
 */
export async function setCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags, positionals } = readFlags({ args: [...args], options, allowPositionals: true }, usage)
  if (flags.help) return print(help)
  const params = readParams(positionals, flags.property, flags.raw)
  const answer = await ask(flags.control, {
    params,
    ...(flags.device === undefined ? {} : { deviceName: flags.device }),
  })
  print(flags.json ? `${JSON.stringify(answer)}\n` : show(answer))
  failUnlessDone(answer)
}

function readParams(words: readonly string[], property: string, raw: string | undefined): JsonObject {
  const [word, ...more] = words
  if (raw !== undefined) {
    const params = readJson(raw)
    if (word !== undefined) throw new UserError('bad-flag', `--raw and ${word} exclude each other`)
    if (isJsonObject(params) && Object.keys(params).length > 0) return params
    throw new UserError('bad-flag', '--raw is not a JSON object of properties', `wanted: '{"PowerSwitch_1":1}'`)
  }
  if ((word === 'on' || word === 'off') && more.length === 0) return { [property]: word === 'on' ? 1 : 0 }
  throw new UserError('bad-flag', `wanted on or off, got ${words.join(' ') || 'nothing'}`, `${usage} -- --help`)
}

/** Asks the platform; any trouble on the way becomes a UserError. */
async function ask(control: string, body: JsonObject): Promise<PropertySetAnswer> {
  if (!/^http:/.test(control) || !URL.canParse(control)) {
    throw new UserError('bad-flag', `--control ${control} is not an http URL`, `wanted: ${defaultControl}`)
  }
  const url = new URL('/api/property-set', control)
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch((error: unknown) => {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new UserError('no-platform', `no local platform at ${url.origin} (${reason})`, 'start one first: npm start')
  })
  const text = await response.text()
  const answer = readJson(text)
  if (response.ok && isAnswer(answer)) return answer
  const refused = isJsonObject(answer) && isJsonObject(answer.error) ? answer.error : undefined
  if (refused === undefined) {
    throw new UserError('no-platform', `what answers at ${url.origin} is not the local platform`, 'see --control')
  }
  throw new UserError(String(refused.code), String(refused.message), `${usage} -- --help`)
}

function isAnswer(value: unknown): value is PropertySetAnswer {
  return typeof value === 'object' && value !== null && 'outcome' in value
}

function show(answer: PropertySetAnswer): string {
  const lines = [`set        ${answer.deviceName} ${JSON.stringify(answer.params)}`]
  if (answer.outcome === 'answered') {
    const { id, reply, latencyMs } = answer
    const message = reply.message === '' || reply.message === 'success' ? '' : ` ${reply.message}`
    lines.push(`set_reply  id ${id} code ${reply.code}${message} after ${latencyMs.toFixed(1)} ms`)
  }
  const post = 'post' in answer ? answer.post : null
  if (post !== null) lines.push(`posted     ${JSON.stringify(post.params)} after ${post.afterMs.toFixed(1)} ms`)
  else if (answer.outcome === 'answered' && answer.reply.code === 200) lines.push('posted     nothing yet')
  return `${lines.join('\n')}\n`
}

/** Exit code 2 for everything but a 200 from the device. */
function failUnlessDone(answer: PropertySetAnswer): void {
  const { deviceName } = answer
  switch (answer.outcome) {
    case 'answered':
      if (answer.reply.code === 200) return
      throw new UserError('set-refused', `${deviceName} answered code ${answer.reply.code}`, '', 2)
    case 'no-reply':
      throw new UserError(
        'set-timeout',
        `no set_reply from ${deviceName} in ${(answer.waitedMs / 1000).toFixed(0)} s`,
        '',
        2,
      )
    case 'offline':
      throw new UserError('device-offline', `${deviceName} is offline`, 'is the board running, and joined?', 2)
    case 'not-subscribed':
      throw new UserError('not-subscribed', `${deviceName} has not subscribed to property set`, '', 2)
    case 'stopped':
      throw new UserError('platform-stopped', 'the platform ended before the device answered', '', 2)
  }
}
