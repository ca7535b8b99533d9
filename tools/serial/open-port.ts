import type { Port } from './port.ts'
import { openSerialPort } from './serial-port.ts'
import { openTcpPort } from './tcp-port.ts'

/**
 * Opens a board's console: a serial port (/dev/ttyUSB0, COM3) or tcp://host:port. Throws UserError port-none, port-busy,
 * port-denied or no-serialport.
 */
export function openPort(name: string): Promise<Port> {
  return isTcp(name) ? openTcpPort(name) : openSerialPort(name)
}

/** Whether a port's name is a TCP address. */
export const isTcp = (name: string): boolean => /^tcp:/i.test(name)
