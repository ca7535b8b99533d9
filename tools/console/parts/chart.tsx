import { useEffect, useRef, useState } from 'preact/hooks'
import { useWords } from '../language.ts'
import type { HistoryPoint } from '../../cloud/model/records.ts'
import { axisOf } from './axis.ts'
import { clockOf, short, timeOf } from './format.ts'

const height = 190
const edge = { right: 10, top: 12, bottom: 24 }
/** The width of a digit of a tick, and the space beside a tick. */
const [digitWidth, tickMargin] = [7, 12]
/** The most rows of the table below the picture. */
const tableRows = 50

/** A property over time, drawn as steps: it keeps its value until the next post. */
export function Chart({ points, fromMs, toMs }: { points: readonly HistoryPoint[]; fromMs: number; toMs: number }) {
  const words = useWords()
  const numbers = points.flatMap(({ value, timeMs }) => {
    const number = typeof value === 'boolean' ? Number(value) : value
    return typeof number === 'number' ? [{ number, timeMs }] : []
  })
  return (
    <div class="chart">
      {points.length === 0 ? <p class="note">{words.overview.noHistory}</p> : null}
      {numbers.length > 0 ? <Picture points={numbers} fromMs={fromMs} toMs={toMs} /> : null}
      {points.length === 0 ? null : (
        <details>
          <summary>{words.overview.asTable}</summary>
          <table>
            <tbody>
              {points
                .slice(-tableRows)
                .reverse()
                .map(({ value, timeMs }, at) => (
                  <tr key={`${timeMs} ${at}`}>
                    <td class="time">{timeOf(timeMs)}</td>
                    <td>{short(value)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  )
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

function Picture(props: { points: { number: number; timeMs: number }[]; fromMs: number; toMs: number }) {
  const { points, fromMs, toMs } = props
  const words = useWords()
  const [picture, width] = useWidth()
  const { low, high, ticks } = axisOf(points.map(({ number }) => number))
  const left = tickMargin + digitWidth * Math.max(...ticks.map(({ length }) => length))
  const x = (timeMs: number) => left + ((timeMs - fromMs) / (toMs - fromMs)) * (width - left - edge.right)
  const y = (number: number) =>
    height - edge.bottom - ((number - low) / (high - low)) * (height - edge.top - edge.bottom)
  const steps = points.map(({ number, timeMs }, at) =>
    at === 0 ? `M${x(timeMs).toFixed(1)} ${y(number).toFixed(1)}` : `H${x(timeMs).toFixed(1)}V${y(number).toFixed(1)}`,
  )
  const line = `${steps.join('')}H${x(toMs).toFixed(1)}`
  const start = x(points[0]?.timeMs ?? fromMs)
  const area = `${line}V${y(low)}H${start.toFixed(1)}Z`
  return (
    <svg ref={picture} height={height} role="img" aria-label={words.overview.history}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={left} x2={width - edge.right} y1={y(Number(tick))} y2={y(Number(tick))} />
          <text class="tick right" x={left - 6} y={y(Number(tick)) + 4}>
            {tick}
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
