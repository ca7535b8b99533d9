/** A moment at which something in the chip happens. */
interface Alarm {
  due: number
  isSet: boolean
  readonly callback: () => void
}

/**
 * The chip's time, in ns since it was switched on, as rp2040js wants it; it moves only as the board executes. Equal times run
 * in the order they were set.
 */
export class CycleClock {
  nanos = 0
  /** When the next alarm is due; Infinity without one. */
  due = Infinity
  private readonly alarms: Alarm[] = []

  createAlarm(callback: () => void): { schedule(nanos: number): void; cancel(): void } {
    const alarm: Alarm = { due: 0, isSet: false, callback }
    return {
      schedule: (nanos) => {
        if (alarm.isSet) this.remove(alarm)
        alarm.due = this.nanos + nanos
        alarm.isSet = true
        let at = this.alarms.length
        while (at > 0 && (this.alarms[at - 1]?.due ?? 0) > alarm.due) at--
        this.alarms.splice(at, 0, alarm)
        this.due = this.alarms[0]?.due ?? Infinity
      },
      cancel: () => {
        if (alarm.isSet) this.remove(alarm)
      },
    }
  }

  /** Lets time pass to `nanos`; alarms on the way see their own time. */
  moveTo(nanos: number): void {
    while (this.due <= nanos) {
      const alarm = this.alarms.shift()
      if (!alarm) break
      alarm.isSet = false
      this.due = this.alarms[0]?.due ?? Infinity
      this.nanos = Math.max(this.nanos, alarm.due)
      alarm.callback()
    }
    this.nanos = Math.max(this.nanos, nanos)
  }

  private remove(alarm: Alarm): void {
    this.alarms.splice(this.alarms.indexOf(alarm), 1)
    alarm.isSet = false
    this.due = this.alarms[0]?.due ?? Infinity
  }
}
