import { useWords } from '../language.ts'
import type { BoardState } from '../../cloud/console-api/board-feed.ts'

/** How many pins a side has, and what is between them. */
const esp32Pads = { count: 10, from: 34, apart: 24 }
const picoPads = { count: 20, from: 31, apart: 12.5 }

/** The simulated board from above: its module, USB plug and pins, and the LED on the pin that the switch drives. */
export function Board({ state, what }: { state: BoardState; what: string }) {
  const isPico = what.includes('Pico W')
  const words = useWords()
  const [pin = isPico ? 'LED' : 'D2', { value = 0 } = {}] = Object.entries(state.pins).at(-1) ?? []
  const isLit = state.isPowered && Object.values(state.pins).some((one) => one.value > 0)
  const said = !state.isPowered ? words.overview.noPower : isLit ? words.overview.ledOn : words.overview.ledOff
  const { count, from, apart } = isPico ? picoPads : esp32Pads
  const pads = Array.from({ length: count }, (_, at) => from + at * apart)
  return (
    <figure class={`board ${state.isPowered ? '' : 'dead'}`} data-led={isLit ? 'on' : 'off'}>
      <svg viewBox="0 0 300 170" role="img" aria-label={said}>
        <rect class="pcb" x="14" y="12" width="272" height="146" rx="10" />
        {pads.map((x) => (
          <g key={x}>
            <circle class="pad" cx={x} cy="24" r={isPico ? 4 : 5} />
            <circle class="pad" cx={x} cy="146" r={isPico ? 4 : 5} />
          </g>
        ))}
        {isPico ? <PicoParts /> : <Esp32Parts />}
        <rect class="plug" x="4" y="68" width="34" height="34" rx="4" />
        {state.isPowered ? <path class="cable" d="M4 85h-20" /> : null}
        <circle class="glow" cx="96" cy="74" r="30" />
        <rect class="led" x="84" y="62" width="24" height="24" rx="6" />
        <text class="label" x="96" y="116">
          {pin} {state.isPowered ? (value > 0 ? '1' : '0') : ''}
        </text>
      </svg>
      <figcaption aria-live="polite">{said}</figcaption>
    </figure>
  )
}

function Esp32Parts() {
  return (
    <>
      <rect class="shield" x="150" y="44" width="112" height="82" rx="4" />
      <path class="antenna" d="M268 52h8v10h-8v10h8v10h-8v10h8v10h-8v10h8" />
      <text class="chip" x="206" y="82">
        ESP32
      </text>
      <text class="label" x="206" y="102">
        Espruino
      </text>
    </>
  )
}

/** The chip in the middle, and the radio under its shield at the far end. */
function PicoParts() {
  return (
    <>
      <rect class="shield" x="126" y="52" width="80" height="66" rx="4" />
      <text class="chip" x="166" y="82">
        RP2040
      </text>
      <text class="label" x="166" y="102">
        Kaluma
      </text>
      <rect class="shield" x="214" y="50" width="46" height="70" rx="3" />
      <text class="label" x="237" y="89">
        Wi-Fi
      </text>
      <path class="antenna" d="M266 62h8v12h-8v12h8v12h-8v12h8" />
    </>
  )
}
