// What gifenc 1.0.3 has and is used here: it comes without types.
declare module 'gifenc' {
  /** Red, green and blue, each 0 to 255. */
  type Color = readonly number[]

  interface FrameOptions {
    /** Needed for the first frame; later ones without their own use it, too. */
    readonly palette?: readonly Color[]
    readonly delay: number
    readonly transparent?: boolean
    readonly transparentIndex?: number
    /** 1 leaves the frame in its place when the next one is drawn over it. */
    readonly dispose?: number
  }

  interface Encoder {
    writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void
    finish(): void
    bytes(): Uint8Array
  }

  const gifenc: {
    GIFEncoder(): Encoder
    nearestColorIndex(palette: readonly Color[], color: Color): number
  }
  export default gifenc
}
