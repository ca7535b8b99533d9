import type { Setting } from './use-set.ts'
import type { TslProperty } from '../../thing-model/tsl.ts'

/** What every control of a property gets. */
export interface ControlProps {
  property: TslProperty
  title: string
  setting: Setting
  isDisabled: boolean
}
