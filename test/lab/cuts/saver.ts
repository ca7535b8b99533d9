import { createBoard, type Board } from '../../../tools/board/board.ts'
import type { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { BoardGone } from '../../../tools/board/language/machine.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'
import { savesConfig } from './saves.ts'
import type { shapes } from './shapes.ts'

/** Time between two presses, ms: longer than the pause after a save. */
const apartMs = 6_000
const switches = Object.values(savesConfig.switches)

/** A simulated board, out of reach of any network, whose buttons are pressed until its power fails. */
export class Saver {
  private readonly clock = createVirtualClock()
  private readonly board: Board

  constructor(
    shape: keyof typeof shapes,
    private readonly storage: FlashStorage,
  ) {
    const transport = createMemoryNetwork(this.clock)
    this.board = createBoard({ script: '', storage, clock: this.clock, transport, profile: shape })
  }

  get isRunning(): boolean {
    return this.board.isRunning
  }

  /** The levels of the pins. */
  get state(): string {
    return switches.map(({ pin }) => this.board.pin(pin)).join('')
  }

  /** Makes power fail at step `at` of the flash chip, counted from 1, with a share of it done. */
  cutAt(at: number, share: number): void {
    let step = 0
    this.storage.chip.beforeStep = ({ bytes }, part) => {
      if (++step !== at) return
      part(Math.floor(bytes * share))
      this.board.powerOff()
      throw new BoardGone('power fails')
    }
  }

  start(): void {
    this.board.boot()
    this.clock.advance(apartMs)
  }

  /** Presses a button, and lets the pause after the save pass. */
  press(which: number): void {
    this.board.press(switches[which]?.button ?? '')
    this.clock.advance(apartMs)
  }

  /** Cuts the power, if it has not failed yet, and restores it. Returns the state. */
  startAgain(): string {
    this.storage.chip.beforeStep = undefined
    this.board.powerOff()
    this.start()
    return this.state
  }
}
