// Made by npm run types from model.json. Change the model, not this file, and make it anew.
export {}

declare global {
  /** The properties of the thing model. */
  interface ThingModel {
    /** 门的状态: bool: 0 关闭, 1 打开. The cloud cannot set it. */
    DoorOpen: 0 | 1
  }

  /** Those of them that the cloud may set. */
  interface ThingModelSet {}
}
