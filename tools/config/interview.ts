import { boardNames, boards, isBoardName } from '../boards/boards.ts'
import { goodPins, judgePin } from '../boards/judge-pin.ts'
import { readConsoleJson } from './console-json.ts'
import type { Draft } from './draft.ts'
import { clearPlace, copyHint } from './given.ts'
import type { Path } from './source.ts'
import type { Choices, Terminal } from './terminal.ts'

const pinPath = ['switches', 'PowerSwitch_1', 'pin']
const buttonPath = ['switches', 'PowerSwitch_1', 'button']
const activeHighPath = ['switches', 'PowerSwitch_1', 'activeHigh']

/** Whether a value need not be asked for. */
export type IsGiven = (path: Path) => boolean

/** Asks for everything that is not given, each answer checked at once; Enter keeps what the draft has. */
export async function interview(draft: Draft, isGiven: IsGiven, terminal: Terminal): Promise<Draft> {
  const one = (path: Path, message: string, initial?: string) => async (grown: Draft) =>
    isGiven(path) ? grown : askText(grown, path, message, terminal, initial)
  const secret = (path: Path, message: string) => async (grown: Draft) =>
    isGiven(path) ? grown : askSecret(grown, path, message, terminal)
  const steps: ((grown: Draft) => Promise<Draft>)[] = [
    async (grown) => (isGiven(['board']) ? grown : askBoard(grown, terminal)),
    one(['wifi', 'ssid'], 'Wi-Fi name'),
    secret(['wifi', 'password'], 'Wi-Fi password'),
    (grown) => askLogin(grown, isGiven, terminal, { one, secret }),
    async (grown) => one(pinPath, 'Pin of the switch', suggestPin(grown))(grown),
    async (grown) => (isGiven(activeHighPath) ? grown : askPolarity(grown, terminal)),
    async (grown) => (isGiven(buttonPath) ? grown : askButton(grown, terminal)),
  ]
  let grown = draft
  for (const step of steps) grown = await step(grown)
  return grown
}

interface Steps {
  one(path: Path, message: string, initial?: string): (grown: Draft) => Promise<Draft>
  secret(path: Path, message: string): (grown: Draft) => Promise<Draft>
}

async function askText(
  draft: Draft,
  path: Path,
  message: string,
  terminal: Terminal,
  initial?: string,
): Promise<Draft> {
  const now = draft.at(path)
  const before = typeof now === 'string' ? now : initial
  const answer = await terminal.ask(message, (text) => firstError(draft.with(path, text), path), before)
  return warnOf(draft.with(path, answer), path, terminal)
}

async function askSecret(draft: Draft, path: Path, message: string, terminal: Terminal): Promise<Draft> {
  const keeps = firstError(draft, path) === undefined && draft.at(path) !== undefined
  const judge = (text: string) => (text === '' && keeps ? undefined : firstError(draft.with(path, text), path))
  const answer = await terminal.askSecret(keeps ? `${message} (Enter keeps the one in the file)` : message, judge)
  return warnOf(answer === '' && keeps ? draft : draft.with(path, answer), path, terminal)
}

async function askBoard(draft: Draft, terminal: Terminal): Promise<Draft> {
  const now = draft.at(['board'])
  const choices: Choices<string> = [
    ...boardNames.map((name) => [name, boards[name].title] as const),
    ['', 'another one', 'pins are then not checked'],
  ]
  const initial = typeof now === 'string' && isBoardName(now) ? now : 'esp32'
  const name = await terminal.choose('Board', choices, initial)
  return warnOf(draft.with(['board'], name === '' ? undefined : name), ['board'], terminal)
}

async function askLogin(draft: Draft, isGiven: IsGiven, terminal: Terminal, steps: Steps): Promise<Draft> {
  if (isGiven(['mqtt', 'clientId'])) return draft
  const way = isGiven(['aliyun', 'productKey']) || isGiven(['aliyun', 'deviceName']) ? 'triple' : await askWay(terminal)
  const signed = way === 'paste' ? await askPaste(draft, terminal) : await askTriple(draft, steps)
  const needsPlace = signed.at(['aliyun']) !== undefined && signed.at(['aliyun', 'host']) === undefined
  if (!needsPlace || isGiven(['aliyun', 'region']) || isGiven(['aliyun', 'instanceId'])) return signed
  return askPlace(signed, terminal)
}

function askWay(terminal: Terminal): Promise<'triple' | 'paste'> {
  const choices: Choices<'triple' | 'paste'> = [
    ['triple', 'type productKey, deviceName and deviceSecret'],
    ['paste', 'paste the JSON that the Aliyun console copies'],
  ]
  return terminal.choose('Who the device is', choices, 'triple')
}

async function askTriple(draft: Draft, { one, secret }: Steps): Promise<Draft> {
  const steps = [
    one(['aliyun', 'productKey'], 'productKey'),
    one(['aliyun', 'deviceName'], 'deviceName'),
    secret(['aliyun', 'deviceSecret'], 'deviceSecret'),
  ]
  let grown = draft.with(['mqtt'], undefined)
  for (const step of steps) grown = await step(grown)
  return grown
}

async function askPaste(draft: Draft, terminal: Terminal): Promise<Draft> {
  const pasted = await terminal.paste('What the console copied', (text) => {
    const grown = withCopy(draft, text)
    if (grown === undefined) return `This is not what the console copies. ${copyHint}`
    const places = [...(readConsoleJson(text)?.values ?? [])].map(([path]) => path)
    return places.map((path) => named(path, firstError(grown, path))).find((wrong) => wrong !== undefined)
  })
  return withCopy(draft, pasted) ?? draft
}

const named = (path: Path, wrong: string | undefined) =>
  wrong === undefined ? undefined : `${path.join('.')}: ${wrong}`

function withCopy(draft: Draft, text: string): Draft | undefined {
  const copy = readConsoleJson(text)
  if (copy === undefined) return undefined
  const cleared = draft.with([copy.login === 'mqtt' ? 'aliyun' : 'mqtt'], undefined)
  return copy.values.reduce((grown, [path, value]) => grown.with(path, value), cleared)
}

/** Region, or the instance's id: the one begins with a country, the other with iot-. */
async function askPlace(draft: Draft, terminal: Terminal): Promise<Draft> {
  const pathFor = (text: string): Path => ['aliyun', text.startsWith('iot-') ? 'instanceId' : 'region']
  const place = (text: string) => clearPlace(draft).with(pathFor(text), text)
  const now = draft.at(['aliyun', 'instanceId']) ?? draft.at(['aliyun', 'region'])
  const answer = await terminal.ask(
    'Region, or the ID of the instance (iot-...)',
    (text) => firstError(place(text), pathFor(text)),
    typeof now === 'string' ? now : 'cn-shanghai',
  )
  return warnOf(place(answer), pathFor(answer), terminal)
}

/** The LED, so that something is seen at once; where there is none, the first pin that will do. */
function suggestPin(draft: Draft): string | undefined {
  const board = draft.at(['board'])
  if (typeof board !== 'string' || !isBoardName(board)) return undefined
  const kind = boards[board]
  const led = kind.led?.pin
  return led !== undefined && judgePin(kind, led).severity === 'fine' ? led : goodPins(kind)[0]
}

async function askPolarity(draft: Draft, terminal: Terminal): Promise<Draft> {
  const [board, now] = [draft.at(['board']), draft.at(activeHighPath)]
  const led = typeof board === 'string' && isBoardName(board) ? boards[board].led : undefined
  const likely = led !== undefined && led.pin === draft.at(pinPath) ? led.activeHigh : true
  const choices: Choices<'high' | 'low'> = [
    ['high', 'high'],
    ['low', 'low', 'as with many relay boards'],
  ]
  const initial = (typeof now === 'boolean' ? now : likely) ? 'high' : 'low'
  return draft.with(
    activeHighPath,
    (await terminal.choose('The load is on while the pin is', choices, initial)) === 'high',
  )
}

/** Offers the button that is on the board, where it goes to ground and is free; another one is for --button or the file. */
async function askButton(draft: Draft, terminal: Terminal): Promise<Draft> {
  const board = draft.at(['board'])
  const button = typeof board === 'string' && isBoardName(board) ? boards[board].button : undefined
  if (button === undefined || button.activeHigh || button.pin === draft.at(pinPath)) return draft
  if (draft.at(buttonPath) !== undefined) return draft
  const choices: Choices<string> = [
    ['', 'none'],
    [button.pin, `the button on the board (${button.pin})`, 'a press toggles the switch and reports it'],
  ]
  const pin = await terminal.choose('Button', choices, '')
  return draft.with(buttonPath, pin === '' ? undefined : pin)
}

/** What is wrong with the value at `path`, in one line; undefined when nothing is. */
function firstError(draft: Draft, path: Path): string | undefined {
  const problem = draft.problemsAt(path).find(({ severity }) => severity === 'error')
  if (problem === undefined) return undefined
  const { got, wanted, fix } = problem
  return [`${got}${wanted === '' ? '' : `, wanted ${wanted}`}`, fix].filter((part) => part !== '').join('; ')
}

function warnOf(draft: Draft, path: Path, terminal: Terminal): Draft {
  for (const { severity, got, fix } of draft.problemsAt(path)) {
    if (severity === 'warning') terminal.warn(`${got}${fix === '' ? '' : `; ${fix}`}`)
  }
  return draft
}
