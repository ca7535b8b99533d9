import { BasePeripheral, type RP2040 } from 'rp2040js'

const statusOffset = 0x18
const randomBitOffset = 0x1c
/** Stable and enabled. */
const running = 0x80001000

/** The ring oscillator: all that is asked of it is whether it runs, and a random bit, which comes from `random`. */
export class RingOscillator extends BasePeripheral {
  constructor(
    chip: RP2040,
    private readonly random: () => number,
  ) {
    super(chip, 'ROSC')
  }

  override readUint32(offset: number): number {
    if (offset === randomBitOffset) return this.random() < 0.5 ? 0 : 1
    return offset === statusOffset ? running : 0
  }

  override writeUint32(): void {
    // its registers set nothing that is emulated
  }
}
