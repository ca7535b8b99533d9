import type { Catalogue } from '../catalogue.ts'

/** The thing model, and the types that are made of it. */
export const thingModel: Catalogue = {
  'the key {0} is no value: wanted a whole number, for bool 0 or 1': '键 {0} 不是取值：应为整数，bool 只能是 0 或 1',
  '{0} has no valid TSL{1}': '{0} 里没有有效的物模型 TSL{1}',
  'an identifier that is there twice': '标识符重复',
  'export it in the console: Product > Define Feature > TSL': '请从控制台导出：产品 > 功能定义 > 物模型 TSL',
  'has no properties: wanted at least one': '没有属性：至少要有一个',
  'has no properties, events or services: wanted at least one': '没有属性、事件或服务：至少要有一个',
  'has no dataType: wanted {0}': '没有 dataType：应为 {0} 之类的',
  'an {0} without specs: wanted {1}': '{0} 没有 specs：应为 {1} 之类的',
  'no thing model is given': '没有给出物模型',
  '{0} is there, and {1} did not make it': '{0} 已经存在，而且不是由 {1} 生成的',
  'give another file with {0}, or move this one away': '用 {0} 指定另一个文件，或者先把它移走',
  '{0}: {1} properties, of which the cloud may set {2}': '{0}：{1} 个属性，其中 {2} 个可由云端设置',
  '{0}: import { rules } from it, and checkProps(rules)': '{0}：从中导入 rules，再调用 checkProps(rules)',
  '{0}: the property "{1}" has an identifier that a device cannot check': '{0}：属性“{1}”的标识符设备无法校验',
  'wanted: letters, digits and _': '应为：字母、数字和下划线',
  '--from {0} and {1} exclude each other': '--from {0} 和 {1} 不能同时使用',
  '{0} has no properties': '{0} 里没有 properties',
  'wanted: a device.json with the section properties': '应为：含 properties 一节的 device.json',
  '{0}: {1} properties of product {2}; import it in the console, Product > Define Feature':
    '{0}：产品 {2} 的 {1} 个属性；在控制台“产品 > 功能定义”里导入',
}
