/** What a fault of another board looks like on a Pico W, whose driver tells of a FIN and of nothing else. */
export interface Instead {
  readonly faults: readonly string[]
  /** How much later it is noticed, ms. */
  readonly laterMs: number
}

export const insteadOnPicoW: Readonly<Record<string, Instead>> = {
  // A refusal is not told: the deadline of opening is what ends it.
  'open-refused': { faults: ['open-timeout'], laterMs: 16_000 },
  // Nor is an RST: the next deadline finds it, that of a ping, of an answer, or of a write that is not taken.
  'socket-closed': {
    faults: ['pingresp-timeout', 'connack-timeout', 'suback-timeout', 'write-stalled', 'open-timeout'],
    laterMs: 45_000,
  },
}

/**
 * The tests that a Pico W cannot pass as they are, by the beginning of their names: why, and what happens instead. Where that is
 * more than nothing, test/faults/pico-w.test.ts asserts it.
 */
export const notOnPicoW: readonly (readonly [name: string, why: string])[] = [
  ['F02 TCP refused', 'a refusal is never told: open-timeout at 15 s, and a reboot once 12 sockets are left over'],
  [
    'F06 closed by rst',
    'an RST is never told: the deadlines of opening, greeting and the ping end it, and sockets run out',
  ],
  [
    'F23 the peer',
    'what is written lies in the C heap, which is full before the send buffer is: the driver then writes to nowhere',
  ],
  ['F40 a build whose Wifi.connect', "Kaluma's call always calls back, before it returns"],
  ['F41 no route for 50 min', 'seconds do not count while a call blocks: the reboots come later than each 15 min'],
  ['F42 the access point is gone for an hour, default', 'as F41: seconds do not count while a join blocks'],
  [
    'F42 the access point gives no address',
    'the call returns after 30 s and does not tell a lack of addresses from a lack of answers',
  ],
  ...(['connects', 'waits'] as const).map(
    (how) =>
      [
        `F42 a station start that ${how}: the access point comes back`,
        'each loss leaves a connection to a silent peer in the stack, which has five: the sixth attempt is refused, twice',
      ] as const,
  ),
  ['F44 ', 'there is no clock that could jump: millis() counts from the start, Date is not set'],
  ['F49 stuck for 299 s', 'the watchdog counts 8.3 s, not 300'],
  ['memory runs out', 'memory that runs out ends the engine: the board hangs, and its watchdog resets it'],
]

/** Returns why a test is not for a Pico W, undefined when it is. */
export function whyNotOnPicoW(name: string): string | undefined {
  return notOnPicoW.find(([begin]) => name.startsWith(begin))?.[1]
}
