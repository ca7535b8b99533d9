import { useState } from 'preact/hooks'
import { useWords } from '../language.ts'
import type { Dial, PinState } from '../../cloud/console-api/board-feed.ts'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { CallError } from '../api.ts'
import { useMoves, usePress, type Move } from './board-moves.ts'
import { useExplain } from './explain.ts'
import { percentText } from './pin-text.ts'

type Mover = (move: Move, mayBeLeftOut?: boolean) => Promise<void>

interface Props {
  device: DeviceDetail
  board: NonNullable<DeviceDetail['board']>
}

/** The pins of the board in words: what the script puts out, and controls for what it reads and for what is around it. */
export function PinControls({ device, board }: Props) {
  const words = useWords()
  const explain = useExplain()
  const [refused, setRefused] = useState<CallError>()
  const move = useMoves(device, setRefused)
  const pins = Object.entries(board.pins)
  const outputs = pins.filter(([, { use }]) => use === 'output' || use === 'pwm')
  const inputs = pins.filter(([, { use }]) => use === 'input' || use === 'analog')
  const dials = board.dials ?? []
  return (
    <div class="pins">
      {outputs.length === 0 ? null : (
        <ul class="lamps" aria-label={words.pins.outputs}>
          {outputs.map(([name, pin]) => (
            <Output key={name} name={name} pin={pin} />
          ))}
        </ul>
      )}
      {inputs.length === 0 ? null : (
        <ul class="controls" aria-label={words.pins.inputs}>
          {inputs.map(([name, pin]) =>
            pin.use === 'analog' ? (
              <Analog key={name} name={name} value={pin.value} move={move} />
            ) : (
              <Digital key={name} name={name} pin={pin} move={move} />
            ),
          )}
        </ul>
      )}
      {dials.length === 0 ? null : (
        <ul class="controls dials" aria-label={words.pins.surroundings}>
          {dials.map((dial) => (
            <Turned key={dial.name} dial={dial} move={move} />
          ))}
        </ul>
      )}
      {board.isPowered && !board.movesPins ? <p class="note">{words.pins.fixed}</p> : null}
      {refused === undefined ? null : <p role="alert">{explain(refused)}</p>}
    </div>
  )
}

function Output({ name, pin }: { name: string; pin: PinState }) {
  const words = useWords()
  const level = pin.value > 0 ? words.pins.high : words.pins.low
  return (
    <li class={pin.value > 0 ? 'on' : ''} data-output={name}>
      <b>{name}</b> {pin.use === 'pwm' ? words.pins.duty(percentText(pin.value), pin.freqHz) : level}
    </li>
  )
}

function Analog({ name, value, move }: { name: string; value: number; move: Mover }) {
  const words = useWords()
  return (
    <Slider
      {...{ name, value, min: 0, max: 1, step: 0.005 }}
      label={words.pins.analog(name)}
      text={(shown) => shown.toFixed(3)}
      onMove={(to, isPassing) => move({ pin: name, value: to }, isPassing)}
    />
  )
}

function Turned({ dial: { name, unit, min, max, value }, move }: { dial: Dial; move: Mover }) {
  return (
    <Slider
      {...{ name, value, min, max, label: name }}
      step={stepOf(max - min)}
      text={(shown) => `${Number(shown.toFixed(3))} ${unit}`.trimEnd()}
      onMove={(to, isPassing) => move({ dial: name, value: to }, isPassing)}
    />
  )
}

/** A power of ten that makes a few hundred steps. */
function stepOf(range: number): number {
  return range > 0 ? 10 ** Math.floor(Math.log10(range / 100)) : 1
}

interface SliderProps {
  name: string
  label: string
  value: number
  min: number
  max: number
  step: number
  text: (value: number) => string
  onMove: (value: number, isPassing: boolean) => Promise<void>
}

/** A slider that stays where it was put until the board says where it is. */
function Slider({ name, label, value, min, max, step, text, onMove }: SliderProps) {
  const [held, setHeld] = useState<number>()
  const shown = held ?? value
  return (
    <li data-slider={name}>
      <b>{name}</b>
      <input
        type="range"
        {...{ min, max, step }}
        value={shown}
        aria-label={label}
        aria-valuetext={text(shown)}
        onInput={({ currentTarget }) => {
          const to = Number(currentTarget.value)
          setHeld(to)
          void onMove(to, true)
        }}
        onChange={({ currentTarget }) => {
          void onMove(Number(currentTarget.value), false).then(() => setHeld(undefined))
        }}
      />
      <output>{text(shown)}</output>
    </li>
  )
}

/** A contact between a pin and what its pull is not: a button, and a switch that stays. */
function Digital({ name, pin, move }: { name: string; pin: PinState; move: Mover }) {
  const words = useWords()
  const closed = pin.pull === 'up' ? 0 : 1
  const isClosed = pin.isDriven === true && pin.value === closed
  const close = () => void move({ pin: name, value: closed })
  const letGo = () => void move({ pin: name, value: null })
  const press = usePress(close, letGo)
  return (
    <li data-input={name}>
      <b>{name}</b>
      <span class={`level ${pin.value > 0 ? 'high' : ''}`}>
        {pin.value > 0 ? words.pins.high : words.pins.low}
        <small>{pin.isDriven === true ? words.pins.driven : words.pins.pulls[pin.pull ?? 'none']}</small>
      </span>
      <span class="row">
        <button
          type="button"
          class={`plain press ${isClosed ? 'held' : ''}`}
          aria-label={`${name} ${words.pins.press}`}
          {...press}
        >
          {words.pins.press}
        </button>
        <label>
          <input
            type="checkbox"
            role="switch"
            aria-label={words.pins.keepLabel(name)}
            checked={isClosed}
            onChange={({ currentTarget }) => (currentTarget.checked ? close() : letGo())}
          />
          {words.pins.keep}
        </label>
      </span>
    </li>
  )
}
