/**
 * A thermometer: reads a temperature every 10 s, and posts it as `Temperature` where it has changed by half a degree, at least
 * every 10 minutes. It is a DS18B20's where one answers on D4 when the board starts, else the chip's own.
 * Wiring: DS18B20 to 3V3, GND and D4, and 4.7 k between D4 and 3V3. Or nothing at all.
 * Try it: npm start -- --app apps/thermometer/thermometer.ts
 *
 * 温度计：每 10 秒读一次温度，变化达到半度时上报属性 `Temperature`，最长每 10 分钟上报一次。
 * 启动时 D4 上有 DS18B20 应答就读 DS18B20，否则读芯片自身的温度。
 * 接线：DS18B20 接 3V3、GND 和 D4，D4 与 3V3 之间接 4.7 k 电阻；也可以什么都不接。
 * 试运行：npm start -- --app apps/thermometer/thermometer.ts
 */
import { log, postProps } from '../../firmware/device.ts'
import { readDs18b20 } from './ds18b20.ts'

const readEveryMs = 10_000
/** A change below this is noise, degrees Celsius. */
const deadBand = 0.5
/** After so many readings an unchanged value is posted again: 10 minutes. */
const quietReadings = 60
/** What was posted last, NaN where the platform has not taken it. */
let posted = NaN
let readings = 0

function take(temperature: number): void {
  if (isNaN(temperature)) return log('W app no temperature')
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

const wire = new OneWire(Pin('D4')!)
// Decided once: a sensor that falls silent later is no reason to post how warm the chip is.
const hasSensor = wire.reset()
log('I app temperature of ' + (hasSensor ? 'the DS18B20' : 'the chip'))

function read(): void {
  if (hasSensor) readDs18b20(wire, take)
  else take(E.getTemperature())
}

read()
setInterval(read, readEveryMs)
