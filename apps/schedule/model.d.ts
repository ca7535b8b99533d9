// Made by npm run types from model.json. Change the model, not this file, and make it anew.
export {}

declare global {
  /** The properties of the thing model. */
  interface ThingModel {
    /** 电源开关: bool: 0 关闭, 1 开启. The cloud may set it. */
    PowerSwitch_1: 0 | 1
    /** 倒计时: int, from 0 to 86400, step 1, unit s (秒). The cloud may set it. */
    CountDown: number
    /** 每日定时: text, at most 100 bytes. The cloud may set it. */
    Schedule: string
    /** 时区: int, from -720 to 840, step 1, unit min (分钟). The cloud may set it. */
    TimeZone: number
  }

  /** Those of them that the cloud may set. */
  interface ThingModelSet extends Pick<ThingModel, 'PowerSwitch_1' | 'CountDown' | 'Schedule' | 'TimeZone'> {}
}
