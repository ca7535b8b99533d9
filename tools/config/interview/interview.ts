import type { BoardKind } from '../../board-kinds/board-kind.ts'
import { boardNames, boards, isBoardName } from '../../board-kinds/boards.ts'
import { goodPins, judgePin } from '../../board-kinds/judge-pin.ts'
import { accept, askSecret, askText, firstError, type Asking } from './ask.ts'
import { askLogin } from './ask-login.ts'
import { askTls } from './ask-tls.ts'
import type { Draft } from '../draft/draft.ts'
import type { Choices } from '../../command-line/terminal.ts'
import { speak } from '../../command-line/language.ts'

const pinPath = ['switches', 'PowerSwitch_1', 'pin']
const buttonPath = ['switches', 'PowerSwitch_1', 'button']
const activeHighPath = ['switches', 'PowerSwitch_1', 'activeHigh']

/** Asks for everything that is not given and checks each answer at once; Enter keeps the draft's value. */
export async function interview(draft: Draft, asking: Asking): Promise<Draft> {
  const steps: ((grown: Draft) => Promise<Draft>)[] = [
    (grown) => askBoard(grown, asking),
    (grown) => askText(grown, ['wifi', 'ssid'], speak`Wi-Fi name`, asking),
    (grown) => askSecret(grown, ['wifi', 'password'], speak`Wi-Fi password`, asking),
  ]
  if (draft.needsLogin)
    steps.push(
      (grown) => askLogin(grown, asking),
      (grown) => askTls(grown, boardOf(grown), asking),
    )
  if (draft.needsSwitch)
    steps.push(
      (grown) => askText(grown, pinPath, speak`Pin of the switch`, asking, suggestPin(grown)),
      (grown) => askPolarity(grown, asking),
      (grown) => askButton(grown, asking),
    )
  let grown = draft
  for (const step of steps) grown = await step(grown)
  return grown
}

/** Asks for the kind of board first, so that one that cannot work is refused before anything else is typed. */
async function askBoard(draft: Draft, asking: Asking): Promise<Draft> {
  if (asking.isGiven(['board'])) return draft
  const now = draft.at(['board'])
  const known = boardNames.map((name): Choices<string>[number] => {
    const { title, runtime } = boards[name]
    return runtime === 'espruino' ? [name, title] : [name, speak`${title} (with Kaluma: experimental, no TLS)`]
  })
  const choices: Choices<string> = [...known, ['', speak`another one`, speak`pins are then not checked`]]
  const withBoard = (name: string) => draft.with(['board'], name === '' ? undefined : name)
  const initial = typeof now === 'string' && isBoardName(now) ? now : 'esp32'
  const judge = (name: string) => firstError(withBoard(name), ['board'], asking)
  return accept(withBoard(await asking.terminal.choose(speak`Board`, choices, initial, judge)), ['board'], asking)
}

function boardOf(draft: Draft): BoardKind | undefined {
  const board = draft.at(['board'])
  return typeof board === 'string' && isBoardName(board) ? boards[board] : undefined
}

/** Suggests the LED's pin, so that something is seen at once; where there is none, the first suitable pin. */
function suggestPin(draft: Draft): string | undefined {
  const kind = boardOf(draft)
  if (kind === undefined) return undefined
  const led = kind.led?.pin
  return led !== undefined && judgePin(kind, led).severity === 'fine' ? led : goodPins(kind)[0]
}

async function askPolarity(draft: Draft, asking: Asking): Promise<Draft> {
  if (asking.isGiven(activeHighPath)) return draft
  const [led, now] = [boardOf(draft)?.led, draft.at(activeHighPath)]
  const likely = led !== undefined && led.pin === draft.at(pinPath) ? led.activeHigh : true
  const choices: Choices<'high' | 'low'> = [
    ['high', speak`high`],
    ['low', speak`low`, speak`as with many relay boards`],
  ]
  const initial = (typeof now === 'boolean' ? now : likely) ? 'high' : 'low'
  const answer = await asking.terminal.choose(speak`The load is on while the pin is`, choices, initial)
  return accept(draft.with(activeHighPath, answer === 'high'), activeHighPath, asking)
}

/** Offers the board's own button where it goes to ground and its pin is free; for another one there is --button and the file. */
async function askButton(draft: Draft, asking: Asking): Promise<Draft> {
  if (asking.isGiven(buttonPath)) return draft
  const wrong = firstError(draft, buttonPath, asking)
  if (wrong !== undefined) asking.terminal.warn(speak`the button is taken out: ${wrong}`)
  else if (draft.at(buttonPath) !== undefined) return draft
  const rest = draft.with(buttonPath, undefined)
  const button = boardOf(draft)?.button
  if (button === undefined || button.activeHigh || button.pin === draft.at(pinPath)) return rest
  const choices: Choices<string> = [
    ['', speak`none`],
    [button.pin, speak`the button on the board (${button.pin})`, speak`a press toggles the switch and reports it`],
  ]
  const pin = await asking.terminal.choose(speak`Button`, choices, '')
  return accept(rest.with(buttonPath, pin === '' ? undefined : pin), buttonPath, asking)
}
