/**
 * A dimmer: `LightSwitch` turns a lamp on and off, `Brightness` says how bright it is, 0 to 100 %. It fades to a new value within a
 * second, and is off after a power cut.
 * Wiring: D4 (Pico W: GP4) - resistor of 330 ohms - LED - GND; a LED strip needs a MOSFET.
 * Try it: npm start -- --app apps/dimmer/dimmer.ts
 *
 * 调光灯：属性 `LightSwitch` 开关灯，属性 `Brightness` 设定亮度（0 到 100 %）。亮度在一秒内渐变到新值；断电恢复后为关。
 * 接线：D4（Pico W 为 GP4）串联 330 欧姆电阻接 LED，再接 GND；灯带须经 MOSFET 驱动。
 * 试运行：npm start -- --app apps/dimmer/dimmer.ts
 */
import { keepPosted, onProp, toJson } from '../../firmware/device.ts'

// The first of these pins that the board has.
const lamp = (Pin('D4') || Pin('GP4'))!
const frequencyHz = 1000
/** A percent takes so long, so that the whole way takes a second. */
const stepMs = 10

const state: ThingModel = { LightSwitch: 0, Brightness: 50 }
/** What the pin puts out, percent. */
let shown = 0
let isFading = false

// Off, whatever the pin did while the board started.
digitalWrite(lamp, 0)

/** Goes a percent towards what is wanted, and on until it is there. */
function fade(): void {
  const wanted = state.LightSwitch ? state.Brightness : 0
  isFading = shown !== wanted
  if (!isFading) return
  shown += shown < wanted ? 1 : -1
  analogWrite(lamp, shown / 100, { freq: frequencyHz })
  setTimeout(fade, stepMs)
}

onProp((name, value) => {
  if (name === 'LightSwitch') {
    // `true` has the set refused: must be 0 or 1.
    if (value !== 0 && value !== 1) return true
    state.LightSwitch = value
  } else if (name === 'Brightness') {
    const percent = value as number
    if (!(percent >= 0 && percent <= 100) || Math.round(percent) !== value) return 'must be a whole number, 0 to 100'
    state.Brightness = percent
  } else return false
  if (!isFading) fade()
})

// At each connect, and after each set.
keepPosted(() => toJson(state))
