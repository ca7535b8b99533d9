import { useEffect, useRef, useState } from 'preact/hooks'
import { numberSpecsOf, sayValue } from '../controls/values.ts'
import { useWords } from '../language.ts'
import type { JsonValue } from '../../cloud/model/json.ts'
import type { HistoryPoint } from '../../cloud/model/records.ts'
import type { DataType } from '../../thing-model/tsl.ts'
import { axisOf } from './axis.ts'
import { clockOf, short, timeOf } from './format.ts'

const height = 190
const edge = { right: 10, top: 12, bottom: 24 }
/** The width of a digit of a tick and of a Chinese character, and the space beside a tick. */
const [digitWidth, wideWidth, tickMargin] = [7, 12, 12]
/** The most rows of the table below the picture. */
const tableRows = 50

interface Props {
  points: readonly HistoryPoint[]
  fromMs: number
  toMs: number
  /** Of the property; without one the values say how they are drawn. */
  type?: DataType | undefined
}

/** A property over time: a number as a curve, a bool as steps, anything else as a list. */
export function Chart({ points, fromMs, toMs, type }: Props) {
  const words = useWords()
  const numbers = isDrawn(type) ? points.flatMap(({ value, timeMs }) => toNumber(value, timeMs)) : []
  // A number changes between its posts; anything else keeps its value until the next one.
  const isCurve = numberSpecsOf(type) !== undefined
  const nameTick = type?.type === 'bool' ? (tick: string) => sayValue(Number(tick), type, words.overview) : undefined
  if (points.length === 0)
    return (
      <div class="chart">
        <p class="note">{words.overview.noHistory}</p>
      </div>
    )
  return (
    <div class="chart">
      {numbers.length === 0 ? null : <Picture {...{ points: numbers, fromMs, toMs, isCurve, nameTick }} />}
      <details open={numbers.length === 0}>
        <summary>{words.overview.asTable}</summary>
        <table>
          <tbody>
            {points
              .slice(-tableRows)
              .reverse()
              .map(({ value, timeMs }, at) => (
                <tr key={`${timeMs} ${at}`}>
                  <td class="time">{timeOf(timeMs)}</td>
                  <td>{type === undefined ? short(value) : sayValue(value, type, words.overview)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}

/** Whether a type has a picture; values without a type have one if they are numbers. */
function isDrawn(type: DataType | undefined): boolean {
  return type === undefined || type.type === 'bool' || numberSpecsOf(type) !== undefined
}

function toNumber(value: JsonValue, timeMs: number): { number: number; timeMs: number }[] {
  const number = typeof value === 'boolean' ? Number(value) : value
  return typeof number === 'number' ? [{ number, timeMs }] : []
}

/** The width of the picture on the screen. It is drawn with that width, so that its text keeps its size on a phone. */
function useWidth() {
  const element = useRef<SVGSVGElement>(null)
  const [width, setWidth] = useState(640)
  useEffect(() => {
    if (element.current === null) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? width))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return [element, width] as const
}

interface PictureProps {
  points: { number: number; timeMs: number }[]
  fromMs: number
  toMs: number
  /** Whether a line leads from value to value, in the place of steps. */
  isCurve: boolean
  /** What a tick is called, if not by its number. */
  nameTick: ((tick: string) => string) | undefined
}

function Picture({ points, fromMs, toMs, isCurve, nameTick = (tick) => tick }: PictureProps) {
  const words = useWords()
  const [picture, width] = useWidth()
  const { low, high, ticks } = axisOf(points.map(({ number }) => number))
  const left = tickMargin + Math.max(...ticks.map((tick) => widthOf(nameTick(tick))))
  const x = (timeMs: number) => left + ((timeMs - fromMs) / (toMs - fromMs)) * (width - left - edge.right)
  const y = (number: number) =>
    height - edge.bottom - ((number - low) / (high - low)) * (height - edge.top - edge.bottom)
  const parts = points.map(({ number, timeMs }, at) => {
    const [across, up] = [x(timeMs).toFixed(1), y(number).toFixed(1)]
    if (at === 0) return `M${across} ${up}`
    return isCurve ? `L${across} ${up}` : `H${across}V${up}`
  })
  const line = `${parts.join('')}H${x(toMs).toFixed(1)}`
  const start = x(points[0]?.timeMs ?? fromMs)
  const area = `${line}V${y(low)}H${start.toFixed(1)}Z`
  return (
    <svg ref={picture} height={height} role="img" aria-label={words.overview.history}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={left} x2={width - edge.right} y1={y(Number(tick))} y2={y(Number(tick))} />
          <text class="tick right" x={left - 6} y={y(Number(tick)) + 4}>
            {nameTick(tick)}
          </text>
        </g>
      ))}
      <path class="area" d={area} />
      <path class="line" d={line} />
      <text class="tick" x={left} y={height - 6}>
        {clockOf(fromMs)}
      </text>
      <text class="tick right" x={width - edge.right} y={height - 6}>
        {clockOf(toMs)}
      </text>
    </svg>
  )
}

/** About how wide a text is beside the axis; a Chinese character takes nearly two digits. */
function widthOf(text: string): number {
  return [...text].reduce((width, one) => width + (one > '\u2e80' ? wideWidth : digitWidth), 0)
}
