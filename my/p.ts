import { postProps } from '../firmware/device.ts'
postProps({ Level: 7 })
