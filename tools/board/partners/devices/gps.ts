import type { GpsOptions, SerialDevice } from '../bench.ts'

/** A simulated GPS receiver: where it is can be changed at any time. */
export interface Gps extends SerialDevice {
  latitude: number
  longitude: number
  altitude: number
}

const everyMs = 1000
const satellites = 8

/** Returns a simulated GPS receiver, which tells each second where it is, in a GGA sentence of NMEA 0183. Its day begins with its power. */
export function createGps({ latitude = 30.274, longitude = 120.155, altitude = 20 }: GpsOptions = {}): Gps {
  const device: Gps = {
    ...{ latitude, longitude, altitude },
    powerOn(line) {
      let seconds = 0
      line.every(everyMs, () => {
        seconds++
        line.send(gga(device, seconds))
      })
    },
  }
  return device
}

function gga({ latitude, longitude, altitude }: Gps, seconds: number): string {
  const two = (value: number): string => String(value % 60).padStart(2, '0')
  const hours = String(Math.floor(seconds / 3600) % 24).padStart(2, '0')
  const time = `${hours}${two(Math.floor(seconds / 60))}${two(seconds)}.00`
  const north = `${degreesAndMinutes(latitude, 2)},${latitude < 0 ? 'S' : 'N'}`
  const east = `${degreesAndMinutes(longitude, 3)},${longitude < 0 ? 'W' : 'E'}`
  const body = `GPGGA,${time},${north},${east},1,${String(satellites).padStart(2, '0')},1.0,${altitude.toFixed(1)},M,0.0,M,,`
  const sum = Array.from(body).reduce((xor, char) => xor ^ char.charCodeAt(0), 0)
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`
}

/** Returns 3016.4400 for 30.274 degrees: whole degrees with so many digits, then minutes. */
function degreesAndMinutes(degrees: number, digits: number): string {
  const tenThousandths = Math.round(Math.abs(degrees) * 60 * 10_000)
  const minutes = (tenThousandths % 600_000) / 10_000
  return `${String(Math.floor(tenThousandths / 600_000)).padStart(digits, '0')}${minutes.toFixed(4).padStart(7, '0')}`
}
