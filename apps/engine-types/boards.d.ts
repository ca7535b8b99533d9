/** What one kind of board alone has. On another it is a ReferenceError: ask `typeof ESP32` first. */

declare const ESP32: {
  /** Switches all off for so many microseconds, then starts anew. */
  deepSleep(us: number): void
  /** The same until a pin has a level. */
  deepSleepExt0(pin: PinOrNumber, level: 0 | 1): void
  enableWifi(enable: boolean): void
  getState(): any
  getWakeupCause(): number
  lightSleep(ms: number): void
  reboot(): void
  /** The range of an analog pin, mV: 3600 by default. */
  setAtten(pin: PinOrNumber, range: 1000 | 1340 | 2000 | 3600): void
}

declare const ESP8266: {
  /** Switches all off for so many microseconds, then starts anew: GPIO 16 must be wired to RST. */
  deepSleep(us: number, option?: 0 | 1 | 2 | 4): void
  getResetInfo(): any
  getState(): any
  ping(ip: string, callback: (reply: any) => void): void
  reboot(): void
  setCPUFreq(mhz: 80 | 160): void
}

/** The pins of an ESP8266 by what is printed on a NodeMCU or D1 mini: `NodeMCU.D4` is D2. */
declare const NodeMCU: {
  readonly A0: Pin
  readonly D0: Pin
  readonly D1: Pin
  readonly D2: Pin
  readonly D3: Pin
  readonly D4: Pin
  readonly D5: Pin
  readonly D6: Pin
  readonly D7: Pin
  readonly D8: Pin
}

interface NeopixelModule {
  /** Sends colours to a strip of WS2812 and the like: 3 bytes for each, most strips green, red, blue. */
  write(pin: PinOrNumber, data: readonly number[] | Uint8Array | Uint8ClampedArray): void
}
