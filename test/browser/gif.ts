import gifenc from 'gifenc'
import { PNG } from 'pngjs'

export interface Frame {
  readonly png: Uint8Array
  /** How long it is shown. */
  readonly delayMs: number
}

/** Red, green, blue and 255, as one number. */
type Pixel = number

const transparentIndex = 255

/**
 * An animated GIF that runs for ever; all frames have the same size. The 255 colours that most pixels have stay as they
 * are, the others become the nearest of those. What is as in the frame before is transparent: it takes next to no bytes.
 */
export function encodeGif(frames: readonly Frame[]): Uint8Array {
  const images = frames.map(({ png }) => PNG.sync.read(Buffer.from(png)))
  const { palette, indexOf } = choosePalette(images)
  const gif = gifenc.GIFEncoder()
  for (const [at, { width, height, data }] of images.entries()) {
    const before = images[at - 1]?.data
    const indices = new Uint8Array(width * height)
    for (let pixel = 0; pixel < indices.length; pixel++) {
      const color = data.readUInt32BE(pixel * 4)
      indices[pixel] = color === before?.readUInt32BE(pixel * 4) ? transparentIndex : indexOf(color)
    }
    const options = { dispose: 1, delay: frames[at]?.delayMs ?? 0 }
    if (before === undefined) gif.writeFrame(indices, width, height, { ...options, palette })
    else gif.writeFrame(indices, width, height, { ...options, transparent: true, transparentIndex })
  }
  gif.finish()
  return gif.bytes()
}

function choosePalette(images: readonly PNG[]) {
  const pixelsOf = new Map<Pixel, number>()
  for (const { data } of images) {
    for (let at = 0; at < data.length; at += 4) {
      const color = data.readUInt32BE(at)
      pixelsOf.set(color, (pixelsOf.get(color) ?? 0) + 1)
    }
  }
  const byPixels = [...pixelsOf].sort(([, one], [, other]) => other - one).map(([color]) => color)
  const palette = byPixels.slice(0, transparentIndex).map(toRgb)
  const indices = new Map(byPixels.map((color) => [color, gifenc.nearestColorIndex(palette, toRgb(color))]))
  const padded = Array.from({ length: transparentIndex + 1 }, (_, at) => palette[at] ?? [0, 0, 0])
  return { palette: padded, indexOf: (color: Pixel) => indices.get(color) ?? 0 }
}

function toRgb(color: Pixel): number[] {
  return [color >>> 24, (color >>> 16) & 255, (color >>> 8) & 255]
}
