import { ChoiceControl } from './choice-control.tsx'
import { DateControl } from './date-control.tsx'
import { JsonControl } from './json-control.tsx'
import { NumberControl } from './number-control.tsx'
import { SwitchControl } from './switch-control.tsx'
import { TextControl } from './text-control.tsx'
import type { ControlProps } from './props.ts'

/** The control that fits the type of a property. A property without a type takes any JSON. */
export function Control(props: ControlProps) {
  switch (props.property.dataType?.type) {
    case 'bool':
      return <SwitchControl {...props} />
    case 'int':
    case 'float':
    case 'double':
      return <NumberControl {...props} />
    case 'enum':
      return <ChoiceControl {...props} />
    case 'text':
      return <TextControl {...props} />
    case 'date':
      return <DateControl {...props} />
    default:
      return <JsonControl {...props} />
  }
}
