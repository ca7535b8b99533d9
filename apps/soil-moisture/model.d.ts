// Made by npm run types from model.json. Change the model, not this file, and make it anew.
export {}

declare global {
  /** The properties of the thing model. */
  interface ThingModel {
    /** 土壤湿度: int, from 0 to 100, step 1, unit % (百分比). The cloud cannot set it. */
    SoilMoisture: number
    /** 水泵: bool: 0 停止, 1 运行. The cloud may set it. */
    Pump: 0 | 1
  }

  /** Those of them that the cloud may set. */
  interface ThingModelSet extends Pick<ThingModel, 'Pump'> {}
}
