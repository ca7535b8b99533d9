import { readFileSync } from 'node:fs'
import { partKinds, type PartKind, type Terminal } from './wiring-parts.ts'

/** The applications that have a wiring.json. */
export const wiredApps = ['switch', 'thermometer', 'dimmer', 'door-contact', 'soil-moisture', 'schedule'] as const
export type WiredApp = (typeof wiredApps)[number]

/** A pin of the board; one that is no supply says what it is used for, and what it is on each board. */
export interface BoardPin {
  readonly use?: 'output' | 'input' | 'analog'
  readonly esp32?: string
  readonly esp8266?: string
  readonly 'pico-w'?: string
}

interface Part {
  readonly id: string
  readonly kind: keyof typeof partKinds
  /** 1 is beside the board. */
  readonly column?: 1 | 2
  readonly value?: string
  readonly en: string
  readonly zh: string
}

/** apps/NAME/wiring.json: `wires` are what is joined, as `board.D4` and `led.+`. */
export interface Wiring {
  /** By what the ESP32 calls them, from the top. */
  readonly board: Readonly<Record<string, BoardPin>>
  readonly parts: readonly Part[]
  readonly wires: readonly (readonly string[])[]
}

export const readWiring = (app: WiredApp): Wiring =>
  JSON.parse(readFileSync(`apps/${app}/wiring.json`, 'utf8')) as Wiring

export const pictureOf = (app: WiredApp): string => `docs/pictures/wiring-${app}.svg`

interface Point {
  readonly x: number
  readonly y: number
}
interface Placed extends Part, Point {
  readonly height: number
}

const width = 700
const board = { x: 20, y: 44, width: 128, pinStep: 42, firstPin: 72 }
const columns = { 1: { x: 310, width: 152 }, 2: { x: 556, width: 124 } } as const
/** From one part to the next: its two lines of text are between them. */
const gap = 46
/** Below the last part: as much. */
const below = 44
const colors = { '3V3': '#c62828', '5V': '#c62828', GND: '#222222' } as const
const others = ['#1565c0', '#2e7d32', '#8e24aa', '#ad5700']

const style =
  'text{font:14px "Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;fill:#222}' +
  '.small{font-size:12px}.grey{font-size:12px;fill:#5f5f5f}.name{font-weight:bold}' +
  '.ink{fill:none;stroke:#222;stroke-width:1.6}.body{fill:#fff;stroke:#222;stroke-width:1.6}.chip{fill:#3a3a3a}' +
  '.part{fill:#f6f7f9;stroke:#9aa0a6}.board{fill:#eaf2ea;stroke:#49724c;stroke-width:1.6}' +
  '.wire{fill:none;stroke-width:2.6;stroke-linejoin:round}'

/** Draws a wiring: the board at the left, parts in two columns, each net of wires in a lane of its own between them. */
export function drawWiring(title: string, wiring: Wiring): string {
  const placed = place(wiring.parts)
  const pins = Object.keys(wiring.board)
  const boardHeight = board.firstPin + board.pinStep * pins.length - 20
  const height = Math.max(board.y + boardHeight + 24, ...placed.map((part) => part.y + part.height + below))
  const ends = endsOf(wiring, placed)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${title}</title><style>${style}</style><rect width="${width}" height="${height}" fill="#fff"/>`,
    drawBoard(wiring.board, boardHeight),
    ...placed.map(drawPart),
    ...drawNets(wiring.wires, ends),
    '</svg>\n',
  ].join('\n')
}

function place(parts: readonly Part[]): Placed[] {
  const next = { 1: board.y, 2: board.y }
  return parts.map((part) => {
    const column = part.column ?? 1
    const { height } = partKinds[part.kind]
    const placed = { ...part, x: columns[column].x, y: next[column], height }
    next[column] += height + gap
    return placed
  })
}

const terminalsOf = ({ kind }: Part): { left: readonly Terminal[]; right: readonly Terminal[] } => {
  const { left, right = [] }: PartKind = partKinds[kind]
  return { left, right }
}

const pinY = (at: number): number => board.y + board.firstPin + at * board.pinStep - 12

/** Where each end of a wire is, by its name. */
function endsOf(wiring: Wiring, placed: readonly Placed[]): Map<string, Point> {
  const ends = new Map<string, Point>()
  Object.keys(wiring.board).forEach((pin, at) => ends.set(`board.${pin}`, { x: board.x + board.width, y: pinY(at) }))
  for (const part of placed) {
    const { left, right } = terminalsOf(part)
    for (const { name, y } of left) ends.set(`${part.id}.${name}`, { x: part.x, y: part.y + y })
    const edge = part.x + columns[part.column ?? 1].width
    for (const { name, y } of right) ends.set(`${part.id}.${name}`, { x: edge, y: part.y + y })
  }
  return ends
}

function drawBoard(pins: Wiring['board'], height: number): string {
  const { x, y, width: across } = board
  const rows = Object.entries(pins).map(([name, pin], at) => {
    const also = [pin.esp8266, pin['pico-w']].filter((other) => other !== undefined && other !== name).join(', ')
    const edge = x + across
    return (
      `<circle cx="${edge}" cy="${pinY(at)}" r="5" class="body"/>` +
      `<text x="${edge - 12}" y="${pinY(at) + 5}" class="name" text-anchor="end">${name}</text>` +
      (also === '' ? '' : `<text x="${x + 10}" y="${pinY(at) + 5}" class="grey">${also}</text>`)
    )
  })
  const antenna = `<path d="M${x + 14} ${y + 10} h14 v12 h10 v-12 h14 v12 h10 v-12 h14" class="ink"/>`
  return `<rect x="${x}" y="${y}" width="${across}" height="${height}" rx="8" class="board"/>${antenna}<text x="${x + across - 10}" y="${y + 24}" class="name" text-anchor="end">ESP32</text>${rows.join('')}`
}

function drawPart(part: Placed): string {
  const { x, y, height } = part
  const across = columns[part.column ?? 1].width
  const { left, right } = terminalsOf(part)
  const isNamed = (name: string): boolean => !/^\d$/.test(name)
  const pad = (at: number, { name, y: down }: Terminal, isRight: boolean): string =>
    `<circle cx="${at}" cy="${down}" r="4.5" class="body"/>` +
    (isNamed(name)
      ? `<text x="${at + (isRight ? -9 : 9)}" y="${down + 4}" class="small"${isRight ? ' text-anchor="end"' : ''}>${name === '-' ? '\u2212' : name}</text>`
      : '')
  const kind: PartKind = partKinds[part.kind]
  const names = part.en === part.zh ? [part.en] : [part.en, part.zh]
  const captions = names.map((name, at) => `<text x="0" y="${height + 15 + at * 15}" class="small">${name}</text>`)
  return (
    `<g transform="translate(${x} ${y})"><rect width="${across}" height="${height}" rx="6" class="part"/>` +
    `${kind.draw(across, part.value ?? '')}${left.map((one) => pad(0, one, false)).join('')}` +
    `${right.map((one) => pad(across, one, true)).join('')}${captions.join('')}</g>`
  )
}

/** Each net in its lane: a line to it from every end, and a dot where more than two meet. */
function drawNets(wires: Wiring['wires'], ends: ReadonlyMap<string, Point>): string[] {
  const nets = wires.map((names) => ({
    names,
    points: names.map((name) => ends.get(name) ?? { x: NaN, y: NaN }),
  }))
  const isFirst = ({ names }: { names: readonly string[] }): boolean => names[0]?.startsWith('board.') === true
  return [true, false].flatMap((first) => {
    const inGap = nets.filter((net) => isFirst(net) === first)
    const [from, to] = first ? [board.x + board.width, columns[1].x] : [columns[1].x + columns[1].width, columns[2].x]
    return inGap.map(({ names, points }, at) => {
      const lane = Math.round(from + ((to - from) * (at + 1)) / (inGap.length + 1))
      const color = colorOf(
        names,
        nets.findIndex((net) => net.names === names),
      )
      return drawNet(points, lane, color)
    })
  })
}

function colorOf(names: readonly string[], at: number): string {
  const pin = names.find((name) => name.startsWith('board.'))?.slice('board.'.length) ?? ''
  const known = (colors as Readonly<Record<string, string>>)[pin]
  if (known !== undefined) return known
  if (names.some((name) => name.endsWith('.-'))) return colors.GND
  if (names.some((name) => name === 'supply.+')) return colors['5V']
  return others[at % others.length] ?? '#1565c0'
}

function drawNet(points: readonly Point[], lane: number, color: string): string {
  const ys = points.map(({ y }) => y)
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
  const paths = points.map(({ x, y }) => `M${x} ${y}H${lane}`).join('')
  const joints = points.filter(({ y }) => y > top && y < bottom)
  const dots = joints.map(({ y }) => `<circle cx="${lane}" cy="${y}" r="4.5" fill="${color}"/>`).join('')
  return `<path d="${paths}M${lane} ${top}V${bottom}" class="wire" stroke="${color}"/>${dots}`
}
