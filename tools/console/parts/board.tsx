import { useWords } from '../language.ts'
import type { BoardState, PinState } from '../../cloud/console-api/board-feed.ts'
import { readingOf } from './pin-text.ts'

/** How many pins have room at the upper edge alone; a board with more is higher, and has some at its lower edge, too. */
const mostAtOneEdge = 7
const heights = { low: 196, high: 250 } as const
/** How far the pads are from the end of the picture. */
const margin = 28
const middle = 240
const widest = 430

/** The simulated board from above: its chip, its USB plug, and at its edges the pins that the script uses. */
export function Board({ state, what }: { state: BoardState; what: string }) {
  const words = useWords()
  const pins = Object.entries(state.pins)
  const isLit = state.isPowered && pins.some(([, pin]) => isOutput(pin) && pin.value > 0)
  const said = !state.isPowered ? words.overview.noPower : isLit ? words.overview.ledOn : words.overview.ledOff
  const isLow = pins.length <= mostAtOneEdge
  const [half, height] = isLow ? [pins.length, heights.low] : [Math.ceil(pins.length / 2), heights.high]
  return (
    <figure class={`board ${state.isPowered ? '' : 'dead'}`} data-led={isLit ? 'on' : 'off'}>
      <svg viewBox={`0 0 480 ${height}`} role="img" aria-label={said}>
        <rect class="pcb" x="14" y="10" width="452" height={height - 20} rx="12" />
        <Edge y={margin} inwards={1} pins={pins.slice(0, half)} padsApart={padsApart(what)} />
        <Edge y={height - margin} inwards={-1} pins={pins.slice(half)} padsApart={padsApart(what)} />
        {what.includes('Pico W') ? <PicoParts /> : <EspParts chip={what} />}
        <rect class="plug" x="4" y="108" width="34" height="34" rx="4" />
        {state.isPowered ? <path class="cable" d="M4 125h-20" /> : null}
      </svg>
      <figcaption aria-live="polite">{said}</figcaption>
    </figure>
  )
}

const isOutput = ({ use }: PinState) => use === 'output' || use === 'pwm'

/** A Pico W has twenty pins a side, an ESP module fewer. */
const padsApart = (what: string) => (what.includes('Pico W') ? 22 : 29)

interface EdgeProps {
  y: number
  inwards: 1 | -1
  pins: [string, PinState][]
  padsApart: number
}

/** One edge: the pins that are used, each with its lamp and its name, and the pads of the others. */
function Edge({ y, inwards, pins, padsApart }: EdgeProps) {
  const apart = Math.min(64, widest / Math.max(pins.length, 1))
  const used = pins.map((_, at) => middle + (at - (pins.length - 1) / 2) * apart)
  const count = Math.floor(widest / padsApart)
  const others = Array.from({ length: count }, (_, at) => middle + (at - (count - 1) / 2) * padsApart)
  const radius = Math.min(14, apart * 0.36)
  const lampY = y + inwards * (radius + 13)
  return (
    <>
      {others
        .filter((x) => used.every((other) => Math.abs(other - x) > 14))
        .map((x) => (
          <circle key={x} class="pad" cx={x} cy={y} r={4} />
        ))}
      {pins.map(([name, pin], at) => (
        <g key={name} data-pin={name} data-use={pin.use} data-value={pin.value}>
          <circle class="pad" cx={used[at]} cy={y} r={6} />
          <Lamp x={used[at] ?? 0} y={lampY} radius={radius} pin={pin} />
          <Name name={name} x={used[at] ?? 0} y={lampY + inwards * (radius + 4)} {...{ inwards, apart }} />
          <title>{`${name} ${readingOf(pin)}`}</title>
        </g>
      ))}
    </>
  )
}

/** The name of a pin, inwards of its lamp; upright where there is no room for it across. */
function Name({ name, x, y, inwards, apart }: { name: string; x: number; y: number; inwards: 1 | -1; apart: number }) {
  const across = <text class="label" x={x} y={inwards === 1 ? y + 12 : y - 2} children={name} />
  if (apart >= name.length * 11) return across
  return (
    <text class={`label ${inwards === 1 ? 'down' : 'up'}`} transform={`translate(${x + 5} ${y}) rotate(-90)`}>
      {name}
    </text>
  )
}

/** To the eye a LED at a tenth of its duty is a third as bright. */
const brightness = (duty: number) => duty ** 0.45

/** An output is a round LED, a digital input a square one, an analog input a bar. */
function Lamp({ x, y, radius, pin }: { x: number; y: number; radius: number; pin: PinState }) {
  const [left, top, size] = [x - radius, y - radius, radius * 2]
  if (pin.use === 'analog') {
    const height = size * pin.value
    return (
      <>
        <rect class="meter" x={x - radius / 2} y={top} width={radius} height={size} />
        <rect class="level" x={x - radius / 2} y={top + size - height} width={radius} height={height} />
      </>
    )
  }
  if (pin.use === 'input')
    return <rect class={`input ${pin.value > 0 ? 'high' : ''}`} x={left} y={top} width={size} height={size} rx="3" />
  const lit = brightness(pin.value)
  return (
    <>
      <circle class="glow" cx={x} cy={y} r={radius * 2} opacity={lit * 0.4} />
      <circle class="led" cx={x} cy={y} r={radius} />
      <circle class="lit" cx={x} cy={y} r={radius} opacity={lit} />
    </>
  )
}

function EspParts({ chip }: { chip: string }) {
  return (
    <>
      <rect class="shield" x="180" y="99" width="120" height="52" rx="4" />
      <path class="antenna" d="M444 96h8v10h-8v10h8v10h-8v10h8v10h-8v10h8" />
      <text class="chip" x="240" y="122">
        {/ESP\d+/.exec(chip)?.[0] ?? chip}
      </text>
      <text class="label" x="240" y="142">
        Espruino
      </text>
    </>
  )
}

/** The chip in the middle, and the radio under its shield at the far end. */
function PicoParts() {
  return (
    <>
      <rect class="shield" x="190" y="99" width="100" height="52" rx="4" />
      <text class="chip" x="240" y="122">
        RP2040
      </text>
      <text class="label" x="240" y="142">
        Kaluma
      </text>
      <rect class="shield" x="366" y="101" width="64" height="48" rx="3" />
      <text class="label" x="398" y="130">
        Wi-Fi
      </text>
      <path class="antenna" d="M444 101h8v12h-8v12h8v12h-8v12h8" />
    </>
  )
}
