// Made by npm run types from model.json. Change the model, not this file, and make it anew.
export {}

declare global {
  /** The properties of the thing model. */
  interface ThingModel {
    /** 温度: double, from -55 to 125, step 0.1, unit °C (摄氏度). The cloud cannot set it. */
    Temperature: number
  }

  /** Those of them that the cloud may set. */
  interface ThingModelSet {}
}
