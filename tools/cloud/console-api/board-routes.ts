import { isSameDevice } from '../../device-names/names.ts'
import type { BoardFeed } from './board-feed.ts'
import { BadCall, deviceOf, textOf, type ConsoleParts, type Input, type Routes } from './routes.ts'

/** The simulated board of this computer: its power, its inputs, its dials. A call names its device, or there is but one board. */
export const boardRoutes = {
  '/api/board': {
    GET: (input, parts) => boardOf(input, parts).state(),
    POST(input, parts) {
      const board = boardOf(input, parts)
      if (input['pin'] !== undefined) movePin(board, input)
      else if (input['dial'] !== undefined) turnDial(board, input)
      else board.setPower(input['isPowered'] === true)
      return board.state()
    },
  },
} satisfies Partial<Routes>

function boardOf(input: Input, { platform, boards }: ConsoleParts): BoardFeed {
  const [only] = boards
  const isNamed = input['deviceName'] !== undefined || input['productKey'] !== undefined
  if (!isNamed && boards.length === 1 && only !== undefined) return only
  const asked = deviceOf(input, { platform })
  const board = boards.find(({ device }) => isSameDevice(device, asked))
  if (board === undefined) throw new BadCall(404, 'no-such-board', `${asked.deviceName} is no simulated board`)
  return board
}

/** Moves an input to `value`; null lets a digital one go. Throws BadCall. */
function movePin(board: BoardFeed, input: Input): void {
  const pin = textOf(input, 'pin')
  const value = input['value']
  if (board.movePin === undefined) throw new BadCall(409, 'pins-fixed', 'the pins of this board cannot be moved')
  const { isPowered, pins } = board.state()
  if (!isPowered) throw new BadCall(409, 'no-power', 'the board has no power')
  const inputs = Object.keys(pins).filter((name) => pins[name]?.use === 'input' || pins[name]?.use === 'analog')
  const what = inputs.length === 0 ? 'it reads none' : `it reads ${inputs.join(', ')}`
  switch (pins[pin]?.use) {
    case undefined:
      throw new BadCall(404, 'no-such-pin', `the script uses no pin ${pin}: ${what}`)
    case 'output':
    case 'pwm':
      throw new BadCall(409, 'pin-is-output', `the script drives ${pin}: ${what}`)
    case 'input':
      if (value !== 0 && value !== 1 && value !== null)
        throw new BadCall(400, 'bad-call', `value of ${pin} wants 0, 1 or null`)
      return board.movePin(pin, value ?? undefined)
    case 'analog':
      return board.movePin(pin, within(value, 0, 1, `value of ${pin}`))
  }
}

function turnDial(board: BoardFeed, input: Input): void {
  const name = textOf(input, 'dial')
  const dials = board.state().dials ?? []
  const dial = dials.find((one) => one.name === name)
  if (dial === undefined || board.setDial === undefined) {
    const what = dials.length === 0 ? 'it has none' : `it has ${dials.map((one) => one.name).join(', ')}`
    throw new BadCall(404, 'no-such-dial', `the board has no dial ${name}: ${what}`)
  }
  board.setDial(name, within(input['value'], dial.min, dial.max, `value of ${name}`))
}

function within(value: unknown, min: number, max: number, what: string): number {
  if (typeof value === 'number' && value >= min && value <= max) return value
  throw new BadCall(400, 'bad-call', `${what} wants a number from ${min} to ${max}`)
}
