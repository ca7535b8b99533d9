import type { PropertiesConfig, PropertyConfig } from '../../apps/properties/section.ts'
import type { DataType, Field, Tsl, TslProperty } from './tsl.ts'

/** A thing model as the Aliyun console exports and imports it. */
export interface Model extends Tsl {
  readonly schema: string
  readonly profile: { readonly version: string; readonly productKey: string }
}

/**
 * Returns the thing model (TSL) of the section `properties` of device.json: bool for outputs and inputs; a number with its range
 * for PWM and analog inputs, whole ones where nothing else can come. The cloud can set outputs and PWM. `productKey` is the
 * product's, without which the console refuses an import.
 */
export function modelOfProperties(section: PropertiesConfig, productKey: string): Model {
  const properties = Object.entries(section).map(([identifier, each]): TslProperty => ({
    ...{ identifier, name: identifier },
    accessMode: each.type === 'output' || each.type === 'pwm' ? 'rw' : 'r',
    required: false,
    dataType: dataTypeOf(each),
  }))
  const field = ({ identifier, name = identifier, dataType }: TslProperty): Field => ({
    identifier,
    name,
    ...(dataType && { dataType }),
  })
  const settable = properties.filter(({ accessMode }) => accessMode === 'rw').map(field)
  return {
    schema: 'https://iotx-tsl.oss-ap-southeast-1.aliyuncs.com/schema.json',
    profile: { version: '1.0', productKey },
    properties,
    events: [
      {
        ...{ identifier: 'post', name: 'post', type: 'info', required: true, desc: '属性上报' },
        method: 'thing.event.property.post',
        outputData: properties.map(field),
      },
    ],
    services: [
      {
        ...{ identifier: 'set', name: 'set', required: true, callType: 'async', desc: '属性设置' },
        method: 'thing.service.property.set',
        inputData: settable,
        outputData: [],
      },
      {
        ...{ identifier: 'get', name: 'get', required: true, callType: 'async', desc: '属性获取' },
        method: 'thing.service.property.get',
        inputData: properties.map(({ identifier }) => identifier),
        outputData: properties.map(field),
      },
    ],
  } as Model
}

function dataTypeOf(each: PropertyConfig): DataType {
  if (each.type === 'output' || each.type === 'input')
    return { type: 'bool', specs: each.type === 'output' ? { '0': '关', '1': '开' } : { '0': '0', '1': '1' } }
  const [one, other] = [each.min ?? 0, each.max ?? 100]
  const [min, max] = [Math.min(one, other), Math.max(one, other)]
  const decimals = each.type === 'analog' ? (each.decimals ?? 0) : decimalsOf(min, max)
  const step = (10 ** -decimals).toFixed(decimals)
  // A whole-number property has whole limits: those that a value can reach when it is rounded.
  const limits = decimals === 0 ? [String(Math.floor(min)), String(Math.ceil(max))] : [min.toString(), max.toString()]
  return {
    type: decimals === 0 ? 'int' : 'double',
    specs: { min: limits[0] ?? '', max: limits[1] ?? '', step },
  }
}

/** A dimmer takes whole numbers, unless its range is too narrow for them: two decimals then, or as many as its limits have. */
function decimalsOf(min: number, max: number): number {
  const least = max - min < 10 ? 2 : 0
  return Math.max(least, ...[min, max].map((limit) => (limit.toString().split('.')[1] ?? '').length))
}
