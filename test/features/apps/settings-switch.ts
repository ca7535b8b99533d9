import { followSettings } from '../../../firmware/device.ts'
import '../../../apps/switch/switch.ts'

/** The switch, whose firmware follows settings, so that the fault tests' invariants hold for it as for the switch. */
followSettings()
