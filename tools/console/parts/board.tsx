import { useWords } from '../language.ts'
import type { BoardState } from '../../cloud/console-api/board-feed.ts'

const padCount = 10

/** The simulated board from above: its module, USB plug and pins, and the LED on the pin that the switch drives. */
export function Board({ state }: { state: BoardState }) {
  const words = useWords()
  const [pin = 'D2', level = 0] = Object.entries(state.pins).at(-1) ?? []
  const isLit = state.isPowered && Object.values(state.pins).includes(1)
  const said = !state.isPowered ? words.overview.noPower : isLit ? words.overview.ledOn : words.overview.ledOff
  const pads = Array.from({ length: padCount }, (_, at) => 34 + at * 24)
  return (
    <figure class={`board ${state.isPowered ? '' : 'dead'}`} data-led={isLit ? 'on' : 'off'}>
      <svg viewBox="0 0 300 170" role="img" aria-label={said}>
        <rect class="pcb" x="14" y="12" width="272" height="146" rx="10" />
        {pads.map((x) => (
          <g key={x}>
            <circle class="pad" cx={x} cy="24" r="5" />
            <circle class="pad" cx={x} cy="146" r="5" />
          </g>
        ))}
        <rect class="shield" x="150" y="44" width="112" height="82" rx="4" />
        <path class="antenna" d="M268 52h8v10h-8v10h8v10h-8v10h8v10h-8v10h8" />
        <text class="chip" x="206" y="82">
          ESP32
        </text>
        <text class="label" x="206" y="102">
          Espruino
        </text>
        <rect class="plug" x="4" y="68" width="34" height="34" rx="4" />
        {state.isPowered ? <path class="cable" d="M4 85h-20" /> : null}
        <circle class="glow" cx="96" cy="74" r="30" />
        <rect class="led" x="84" y="62" width="24" height="24" rx="6" />
        <text class="label" x="96" y="116">
          {pin} {state.isPowered ? (level === 1 ? '1' : '0') : ''}
        </text>
      </svg>
      <figcaption aria-live="polite">{said}</figcaption>
    </figure>
  )
}
