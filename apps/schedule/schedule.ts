/**
 * A switch that knows the time: `PowerSwitch_1` switches a relay, `CountDown` turns it over after so many seconds, and `Schedule` says
 * what it does each day, such as "07:30 on,23:00 off", in the time of `TimeZone` (minutes east of UTC). Schedule and zone may also
 * come as remote configuration: {"schedule": "07:30 on,23:00 off", "timeZone": 480}. All of it outlives a reboot, and goes on without
 * the cloud once the clock is known.
 * Wiring: D4 (Pico W: GP4) - relay module, lit at high level, with 10 k to GND.
 * Try it: npm start -- --app apps/schedule/schedule.ts
 *
 * 定时开关：属性 `PowerSwitch_1` 控制继电器；`CountDown` 秒后切换一次；`Schedule` 是每天的安排，例如 "07:30 on,23:00 off"，
 * 按 `TimeZone`（相对 UTC 向东的分钟数）计时。安排和时区也可以由远程配置下发：{"schedule": "07:30 on,23:00 off", "timeZone": 480}。
 * 全部内容重启后仍在；得知时间之后，没有云端也照常执行。
 * 接线：D4（Pico W 为 GP4）接高电平触发的继电器模块，并用 10 k 电阻下拉到 GND。
 * 试运行：npm start -- --app apps/schedule/schedule.ts
 */
import {
  clockMs,
  fetchConfig,
  getConfig,
  keep,
  keepPosted,
  kept,
  log,
  on,
  onConfig,
  onProp,
  onReboot,
  postState,
  syncClock,
  toJson,
} from '../../firmware/device.ts'
import { isSchedule, orderAt } from './orders.ts'

const relay = (Pin('D4') || Pin('GP4'))!
const secondMs = 1_000
const minuteMs = 60_000
const dayMinutes = 1_440
const countDownMax = 86_400
/** A countdown is saved so often, s: after a reboot before the clock is known it begins again at most so much too late. */
const saveEveryS = 60
const state: ThingModel = { PowerSwitch_1: 0, CountDown: 0, Schedule: '', TimeZone: 480 }
/** When the countdown ends, ms since 1970; 0 while the clock is not known. */
let endsMs = 0
/** Where the firmware has rebooted the board, what the time must be, ms; a second more each second. It may be some seconds late. */
let guessMs = 0
/** The minute of the day that was looked at last. */
let lastMinute = -1

const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most && value % 1 === 0

const nowMs = (): number => clockMs() || guessMs

const minuteOfDay = (ms: number): number => (Math.floor(ms / minuteMs) + state.TimeZone + dayMinutes) % dayMinutes

/** What is kept beside the state is when the countdown ends, and the time where the firmware is about to reboot the board. */
function save(rebootMs = 0): void {
  keep('{"ends":' + endsMs + ',"now":' + rebootMs + ',' + toJson(state).substr(1))
}

/** Switches, by whatever asked for it. */
function turn(value: 0 | 1): void {
  state.PowerSwitch_1 = value
  digitalWrite(relay, value)
}

/** Begins a countdown, or ends it with 0. */
function countDown(seconds: number): void {
  state.CountDown = seconds
  const now = nowMs()
  endsMs = seconds && now ? now + seconds * secondMs : 0
}

/** Turns the switch over: the countdown is at its end. */
function finish(): void {
  countDown(0)
  turn(state.PowerSwitch_1 ? 0 : 1)
  save()
  postState()
}

/** The clock has become known: a countdown that went on while the board was off is as far as it is. */
function onClock(now: number): void {
  if (!now || !state.CountDown) return
  if (endsMs) state.CountDown = Math.max(1, Math.ceil((endsMs - now) / secondMs))
  else countDown(state.CountDown)
  save()
}

function everySecond(): void {
  if (guessMs) guessMs += secondMs
  if (state.CountDown) {
    if (!--state.CountDown) finish()
    else if (state.CountDown % saveEveryS === 0) save()
  }
  const now = nowMs()
  if (!now) return
  const minute = minuteOfDay(now)
  if (minute === lastMinute) return
  // What stands in the minute in which the clock becomes known has had its time: nothing switches because a board starts.
  const order = lastMinute < 0 ? undefined : orderAt(state.Schedule, minute)
  lastMinute = minute
  if (order === undefined || order === state.PowerSwitch_1) return
  turn(order)
  save()
  postState()
}

/** Takes a schedule and a time zone of the remote configuration, whole or not at all. */
function takeFile(text: string): void {
  let file: { schedule?: unknown; timeZone?: unknown } | undefined
  try {
    file = JSON.parse(text) as typeof file
  } catch {
    log('W app remote configuration is not JSON')
  }
  if (typeof file !== 'object' || !file) return
  const { schedule = state.Schedule, timeZone = state.TimeZone } = file
  if (!isSchedule(schedule) || !isWhole(timeZone, -720, 840)) return log('W app remote configuration refused')
  if (schedule === state.Schedule && timeZone === state.TimeZone) return
  state.Schedule = schedule
  state.TimeZone = timeZone
  lastMinute = -1
  save()
  postState()
}

/** Fetches the file that a message of the remote configuration names. */
function fetchFile(file: unknown): void {
  if (!file) return
  fetchConfig(file, (text, problem) => {
    if (problem) log('W app remote configuration not fetched: ' + problem)
    else takeFile(text)
  })
}

const saved = kept()
if (isSchedule(saved.Schedule)) state.Schedule = saved.Schedule
if (isWhole(saved.TimeZone, -720, 840)) state.TimeZone = saved.TimeZone
if (isWhole(saved.CountDown, 0, countDownMax)) state.CountDown = saved.CountDown
if (isWhole(saved.ends, 0, 1e14)) endsMs = saved.ends
turn(saved.PowerSwitch_1 === 1 ? 1 : 0)
if (isWhole(saved.now, 1, 1e14)) {
  guessMs = saved.now
  lastMinute = minuteOfDay(guessMs)
  // A power cut from now on leaves no time behind.
  save()
  onClock(guessMs)
}
setInterval(everySecond, secondMs)
// A board without link is rebooted (link.rebootAfterMin): the time must not be lost with it.
onReboot(() => save(nowMs()))

onProp((name, value) => {
  if (name === 'PowerSwitch_1') {
    // `true` has the set refused: must be 0 or 1.
    if (value !== 0 && value !== 1) return true
    turn(value)
  } else if (name === 'CountDown') {
    if (!isWhole(value, 0, countDownMax)) return 'must be 0 to ' + countDownMax + ' s'
    countDown(value)
  } else if (name === 'Schedule') {
    if (!isSchedule(value)) return 'must be such as 07:30 on,23:00 off'
    state.Schedule = value
  } else if (name === 'TimeZone') {
    if (!isWhole(value, -720, 840)) return 'must be -720 to 840 minutes'
    state.TimeZone = value
    lastMinute = -1
  } else return false
  save()
})

// At each connect, and after each set.
keepPosted(() => toJson(state))
syncClock(onClock)
onConfig((message) => fetchFile(message.params))
// Without a configuration (codes 6710 and 6713) there is no file.
on('connect', () => getConfig((reply) => fetchFile(reply.code === 200 && reply.data)))
