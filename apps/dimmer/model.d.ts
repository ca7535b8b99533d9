// Made by npm run types from model.json. Change the model, not this file, and make it anew.
export {}

declare global {
  /** The properties of the thing model. */
  interface ThingModel {
    /** 主灯开关: bool: 0 关闭, 1 开启. The cloud may set it. */
    LightSwitch: 0 | 1
    /** 明暗度: int, from 0 to 100, step 1, unit % (百分比). The cloud may set it. */
    Brightness: number
  }

  /** Those of them that the cloud may set. */
  interface ThingModelSet extends Pick<ThingModel, 'LightSwitch' | 'Brightness'> {}
}
