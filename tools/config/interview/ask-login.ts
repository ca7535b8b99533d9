import { accept, askSecret, askText, firstError, type Asking } from './ask.ts'
import { readConsoleJson } from '../draft/console-json.ts'
import type { Draft } from '../draft/draft.ts'
import { clearPlace, copyHint } from '../draft/given.ts'
import type { Path } from '../check/source.ts'
import type { Choices } from '../../command-line/terminal.ts'
import { speak } from '../../command-line/language.ts'

type Way = 'keep' | 'triple' | 'paste'

/** Asks for the identity of the device, and where it connects. */
export async function askLogin(draft: Draft, asking: Asking): Promise<Draft> {
  const { isGiven } = asking
  if (isGiven(['mqtt', 'clientId'])) return draft
  const isTriple = isGiven(['aliyun', 'productKey']) || isGiven(['aliyun', 'deviceName'])
  const way = isTriple ? 'triple' : await askWay(draft, asking)
  if (way === 'keep') return draft
  const signed = way === 'paste' ? await askPaste(draft, asking) : await askTriple(draft, asking)
  const needsPlace = signed.at(['aliyun']) !== undefined && signed.at(['aliyun', 'host']) === undefined
  if (!needsPlace || isGiven(['aliyun', 'region']) || isGiven(['aliyun', 'instanceId'])) return signed
  return askPlace(signed, asking)
}

function askWay(draft: Draft, asking: Asking): Promise<Way> {
  const username = draft.at(['mqtt', 'username'])
  const canKeep = typeof username === 'string' && firstError(draft, ['mqtt'], asking) === undefined
  const choices: Choices<Way> = [
    ...(canKeep ? ([['keep', speak`keep the MQTT parameters of ${username}`]] as const) : []),
    ['triple', speak`type productKey, deviceName and deviceSecret`],
    ['paste', speak`paste the JSON that the Aliyun console copies`],
  ]
  return asking.terminal.choose(speak`Who the device is`, choices, canKeep ? 'keep' : 'triple')
}

async function askTriple(draft: Draft, asking: Asking): Promise<Draft> {
  const cleared = draft.with(['mqtt'], undefined)
  const named = await askText(cleared, ['aliyun', 'productKey'], 'productKey', asking)
  const both = await askText(named, ['aliyun', 'deviceName'], 'deviceName', asking)
  return askSecret(both, ['aliyun', 'deviceSecret'], 'deviceSecret', asking)
}

async function askPaste(draft: Draft, asking: Asking): Promise<Draft> {
  const pasted = await asking.terminal.paste(speak`What the console copied`, (text) => {
    const grown = withCopy(draft, text)
    if (grown === undefined) return speak`This is not what the console copies. ${speak(copyHint)}`
    const places = [...(readConsoleJson(text)?.values ?? [])].map(([path]) => path)
    return places.map((path) => named(path, firstError(grown, path, asking))).find((wrong) => wrong !== undefined)
  })
  const grown = withCopy(draft, pasted) ?? draft
  return accept(grown, [readConsoleJson(pasted)?.login ?? 'aliyun'], asking)
}

const named = (path: Path, wrong: string | undefined) =>
  wrong === undefined ? undefined : speak`${path.join('.')}: ${wrong}`

function withCopy(draft: Draft, text: string): Draft | undefined {
  const copy = readConsoleJson(text)
  if (copy === undefined) return undefined
  const cleared = draft.with([copy.login === 'mqtt' ? 'aliyun' : 'mqtt'], undefined)
  return copy.values.reduce((grown, [path, value]) => grown.with(path, value), cleared)
}

/** Asks for region or instance ID, which differ: an instance ID begins with iot-. */
async function askPlace(draft: Draft, asking: Asking): Promise<Draft> {
  const pathFor = (text: string): Path => ['aliyun', text.startsWith('iot-') ? 'instanceId' : 'region']
  const place = (text: string) => clearPlace(draft).with(pathFor(text), text)
  const now = draft.at(['aliyun', 'instanceId']) ?? draft.at(['aliyun', 'region'])
  const answer = await asking.terminal.ask(
    speak`Region, or the ID of the instance (iot-...)`,
    (text) => firstError(place(text), pathFor(text), asking),
    typeof now === 'string' ? now : 'cn-shanghai',
  )
  return accept(place(answer), pathFor(answer), asking)
}
