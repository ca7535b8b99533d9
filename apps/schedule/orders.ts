/** As long as the thing model allows: ten orders, such as "07:30 on". */
const textMax = 100

/** Whether a text is a list of orders, each `HH:MM on` or `HH:MM off`, with commas between them; '' is none. */
export function isSchedule(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > textMax) return false
  return !text || text.split(',').every((order) => minuteOf(order) >= 0)
}

/** Returns what the schedule wants of the switch at a minute of the day, the last such order; undefined where it wants nothing. */
export function orderAt(schedule: string, minute: number): 0 | 1 | undefined {
  let wanted: 0 | 1 | undefined
  schedule.split(',').forEach((order) => {
    if (minuteOf(order) === minute) wanted = order.substr(6) === 'on' ? 1 : 0
  })
  return wanted
}

/** Returns the minute of the day of an order, -1 where it is none. */
function minuteOf(order: string): number {
  const word = order.substr(5)
  const hour = twoDigits(order.substr(0, 2), 23)
  const minute = twoDigits(order.substr(3, 2), 59)
  return order[2] === ':' && (word === ' on' || word === ' off') && hour >= 0 && minute >= 0 ? hour * 60 + minute : -1
}

/** Returns the number that two digits make, -1 where it is none or above `most`. */
function twoDigits(text: string, most: number): number {
  const isNumber = text.length === 2 && text[0]! >= '0' && text[0]! <= '9' && text[1]! >= '0' && text[1]! <= '9'
  return isNumber && +text <= most ? +text : -1
}
