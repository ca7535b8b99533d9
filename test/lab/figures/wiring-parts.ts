/** A terminal of a part: its name, and how far below the part's upper edge it is. */
export interface Terminal {
  readonly name: string
  readonly y: number
}

export interface PartKind {
  readonly height: number
  /** At its left edge, and at its right one. */
  readonly left: readonly Terminal[]
  readonly right?: readonly Terminal[]
  /** Its symbol, within a box of `width` by `height`; `value` is that of its resistor. */
  draw(width: number, value: string): string
}

const line = (path: string): string => `<path d="${path}" class="ink"/>`
const box = (x: number, y: number, width: number, height: number): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" class="body"/>`
const label = (x: number, y: number, text: string): string =>
  `<text x="${x}" y="${y}" class="small" text-anchor="middle">${text}</text>`

const rows = (first: number, step: number, ...names: readonly string[]): Terminal[] =>
  names.map((name, at) => ({ name, y: first + at * step }))

/** Where a symbol between two terminals stands. */
const middle = (width: number): number => Math.round(width / 2) + 6

/** A resistor that stands upright, its upper end at `y`, 40 high; the value is beside it. */
const resistor = (x: number, y: number, value: string): string =>
  box(x - 7, y, 14, 40) + `<text x="${x + 14}" y="${y + 25}" class="small">${value}</text>`

const arrow = (x: number, y: number): string => line(`M${x} ${y} l9 -7 m-5 0 l5 0 l-1 5`)

/** What can be wired to a board. */
export const partKinds = {
  resistor: {
    height: 86,
    left: rows(14, 58, '1', '2'),
    draw: (width, value) => {
      const x = middle(width)
      return line(`M0 14 H${x} V23 M${x} 63 V72 H0`) + resistor(x, 23, value)
    },
  },
  led: {
    height: 130,
    left: rows(18, 94, '+', '-'),
    draw: (width, value) => {
      const x = middle(width)
      const diode = line(`M${x - 11} 78 H${x + 11} L${x} 96 Z M${x - 11} 96 H${x + 11}`)
      return (
        line(`M22 18 H${x} V26 M${x} 66 V78 M${x} 96 V112 H22`) + resistor(x, 26, value) + diode + arrow(x + 18, 84)
      )
    },
  },
  reed: {
    height: 90,
    left: rows(18, 54, '1', '2'),
    draw: (width) => {
      const x = middle(width)
      const glass = `<rect x="${x - 10}" y="24" width="20" height="42" rx="10" class="body"/>`
      const magnet = box(x + 26, 30, 12, 15) + box(x + 26, 45, 12, 15) + label(x + 32, 42, 'N') + label(x + 32, 57, 'S')
      return glass + line(`M0 18 H${x} V38 M${x} 40 L${x + 6} 54 M${x} 54 V72 H0`) + magnet
    },
  },
  ds18b20: {
    height: 94,
    left: rows(22, 26, 'VDD', 'DQ', 'GND'),
    draw: (width) => {
      const x = width - 38
      const legs = [22, 48, 74].map((y) => `M42 ${y} H${x - 18}`).join(' ')
      return line(legs) + `<path d="M${x - 18} 14 V82 H${x - 4} A34 34 0 0 0 ${x - 4} 14 Z" class="chip"/>`
    },
  },
  soil: {
    height: 94,
    left: rows(22, 26, 'VCC', 'AOUT', 'GND'),
    draw: (width) => {
      const x = width - 64
      return (
        `<path d="M${x} 24 H${x + 40} L${x + 52} 48 L${x + 40} 72 H${x} Z" class="body"/>` +
        line(`M${x + 14} 34 H${x + 38} M${x + 14} 48 H${x + 42} M${x + 14} 62 H${x + 38}`)
      )
    },
  },
  relay: {
    height: 94,
    left: rows(22, 26, 'VCC', 'IN', 'GND'),
    right: rows(30, 36, 'NO', 'COM'),
    draw: (width) => {
      const x = Math.round(width / 2) - 4
      const coil = box(x - 24, 32, 15, 32) + line(`M${x - 24} 56 L${x - 9} 40`)
      return coil + line(`M${width - 34} 30 H${x + 16} V38 M${width - 42} 66 H${x + 4} L${x + 20} 42`)
    },
  },
  pump: {
    height: 76,
    left: rows(22, 32, '+', '-'),
    draw: (width) => {
      const x = width - 36
      return (
        line(`M22 22 H${x - 12} M22 54 H${x - 12}`) +
        `<circle cx="${x}" cy="38" r="21" class="body"/>` +
        label(x, 43, 'M')
      )
    },
  },
  lamp: {
    height: 76,
    left: rows(22, 32, '1', '2'),
    draw: (width) => {
      const x = width - 36
      const cross = line(`M${x - 14} 24 L${x + 14} 52 M${x + 14} 24 L${x - 14} 52`)
      return line(`M0 22 H${x - 12} M0 54 H${x - 12}`) + `<circle cx="${x}" cy="38" r="21" class="body"/>` + cross
    },
  },
  supply: {
    height: 76,
    left: rows(22, 32, '+', '-'),
    draw: (width) => {
      const x = width - 36
      return line(`M22 22 H${x} V33 M${x - 18} 33 H${x + 18} M${x - 9} 42 H${x + 9} M${x} 42 V54 H22`)
    },
  },
} as const satisfies Readonly<Record<string, PartKind>>
