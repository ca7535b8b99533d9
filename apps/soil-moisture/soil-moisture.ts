/**
 * A plant: posts `SoilMoisture` (percent) every minute, runs the pump for 3 s when `Pump` is set to 1, and says so on user/update
 * when the soil is too dry. The pump never runs by itself, never on after a power cut, and stops when the link is lost.
 * Wiring: capacitive sensor to 3V3, GND and D34 (ESP8266: A0, Pico W: GP26); relay, lit at high level, to D4 (GP4), with 10 k to GND.
 * Try it: npm start -- --app apps/soil-moisture/soil-moisture.ts
 *
 * 浇花：每分钟上报属性 `SoilMoisture`（百分比）；属性 `Pump` 设为 1 时水泵运行 3 秒；土壤过干时在 user/update 上说明。
 * 水泵不会自行启动，断电恢复后不运行，连接断开时停止。
 * 接线：电容式传感器接 3V3、GND 和 D34（ESP8266 为 A0，Pico W 为 GP26）；高电平触发的继电器接 D4（GP4），并用 10 k 电阻下拉到 GND。
 * 试运行：npm start -- --app apps/soil-moisture/soil-moisture.ts
 */
import { keepPosted, on, onProp, postState, publish, toJson } from '../../firmware/device.ts'

const pump = (Pin('D4') || Pin('GP4'))!
const sensor = (Pin('D34') || Pin('A0') || Pin('GP26'))!
/** What analogRead() returns in dry air and in water: measure these two with your own sensor. */
const inAir = 0.8
const inWater = 0.35
/** Percent: below the first it is too dry, from the second on no more. A small change between them is no message. */
const tooDry = 30
const wetAgain = 35
const measureMs = 60_000
const runMs = 3_000
const pauseMs = 10_000

const state: ThingModel = { SoilMoisture: 0, Pump: 0 }
let isDry = false
let isResting = false

// Before anything else: a relay must not stay on from what ran before.
digitalWrite(pump, 0)

function measure(): void {
  const percent = (100 * (inAir - analogRead(sensor))) / (inAir - inWater)
  state.SoilMoisture = Math.round(Math.min(Math.max(percent, 0), 100))
  if (state.SoilMoisture < tooDry && !isDry) publish('user/update', 'too dry: ' + state.SoilMoisture + ' %')
  isDry = state.SoilMoisture < (isDry ? wetAgain : tooDry)
  postState()
}

function stop(): void {
  digitalWrite(pump, 0)
  if (!state.Pump) return
  state.Pump = 0
  postState()
}

onProp((name, value) => {
  if (name !== 'Pump') return false
  // `true` has the set refused: must be 0 or 1.
  if (value !== 0 && value !== 1) return true
  if (value === 0) return stop()
  // A second 1 does not make the run any longer.
  if (state.Pump) return
  if (isResting) return 'rests for ' + pauseMs / 1000 + ' s after each run'
  state.Pump = 1
  isResting = true
  digitalWrite(pump, 1)
  setTimeout(stop, runMs)
  setTimeout(() => (isResting = false), runMs + pauseMs)
})

// While it connects, a board may be busy for seconds: the pump does not run then.
on('close', stop)
keepPosted(() => toJson(state))
measure()
setInterval(measure, measureMs)
