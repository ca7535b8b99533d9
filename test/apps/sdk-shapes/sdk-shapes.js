import * as iot from '../../../firmware/device.ts'
import { calls } from './calls.js'

calls(iot.device())
