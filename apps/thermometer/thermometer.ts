/**
 * A thermometer: reads a temperature every 10 s, and posts it as `Temperature` where it has changed by half a degree, at
 * least every 10 minutes. It shows the chip's own temperature; what stands at the end makes it a DS18B20's.
 *
 * 温度计：每 10 秒读一次温度，变化达到半度时上报属性 `Temperature`，最长每 10 分钟上报一次。
 * 默认读取芯片自身的温度；接 DS18B20 的写法见文件末尾。
 */
import { postProps } from '../../firmware/device.ts'

const readEveryMs = 10_000
/** A change below this is noise, degrees Celsius. */
const deadBand = 0.5
/** After so many readings an unchanged value is posted again: 10 minutes. */
const quietReadings = 60

/** What was posted last, NaN where the platform has not taken it. */
let posted = NaN
let readings = 0

function take(temperature: number): void {
  const value = Math.round(temperature * 10) / 10
  readings++
  // No difference to NaN is below anything.
  if (Math.abs(value - posted) < deadBand && readings < quietReadings) return
  posted = value
  readings = 0
  postProps({ Temperature: value }, (reply) => {
    if (reply.code !== 200) posted = NaN
  })
}

function read(): void {
  take(E.getTemperature())
}

read()
setInterval(read, readEveryMs)

// With a DS18B20 at D4, in place of `read` above; without the module the build says how to get it:
//   const sensor = require('DS18B20').connect(new OneWire(D4))
//   function read(): void {
//     sensor.getTemp(take)
//   }
