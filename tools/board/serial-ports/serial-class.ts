import { bytesOf } from '../../storage/bytes.ts'
import { iterated, readOptions } from '../language/arguments.ts'
import type { Machine } from '../language/machine.ts'
import { offerClass } from '../language/native-class.ts'
import type { Pins } from '../pins/pins.ts'
import { Receiver } from './receiver.ts'
import { SerialPipes } from './serial-pipes.ts'
import type { SerialWires } from './serial-wires.ts'

type Port = Record<string, unknown>

const optionNames = [...['rx', 'tx', 'ck', 'cts', 'bytesize', 'stopbits', 'path', 'parity', 'flow', 'errors']] as const
const parities: readonly unknown[] = [0, 1, 2]
const defaultBaud = 9600
const [lowestBaud, highestBaud] = [101, 10_000_000]
const consolePort = 'Serial1'
const loopback: Readonly<Record<string, string>> = { LoopbackA: 'LoopbackB', LoopbackB: 'LoopbackA' }

export interface SerialParts {
  pins: Pins
  wires: SerialWires
}

/**
 * Offers Serial, Serial1 ... and the two ends of the loopback. Serial1 is the console's: what is written to it is printed. A
 * port in software is one that `new Serial()` makes.
 */
export function offerSerial(machine: Machine, { pins, wires }: SerialParts): void {
  const ports = new Map<string, Port>()
  const nameOf = (port: unknown): string | undefined => [...ports].find(([, each]) => each === port)?.[0]
  const receiver = new Receiver(machine)
  const pipes = new SerialPipes(machine, receiver)
  /** Returns where a device for a port may be: its name, then the pin on which it receives. */
  const placesOf = (port: Port): string[] => {
    const rx = pins.numberOf((port['_options'] as { rx?: unknown } | undefined)?.rx)
    return [nameOf(port), rx === undefined ? undefined : pins.nameOf(rx)].filter((place) => place !== undefined)
  }
  const send = (self: unknown, bytes: Uint8Array): void => {
    const port = self as Port
    const name = nameOf(port) ?? ''
    const far = ports.get(loopback[name] ?? '')
    if (name === consolePort) return receiver.print(bytes)
    written.add(port as Port)
    if (far) return receiver.take(far, bytes)
    const place = wires.find(placesOf(port))
    if (place !== undefined) wires.toDevice(place, bytes)
  }
  const known: Port[] = []
  const written = new Set<Port>()
  wires.onBytes = (place, bytes) => {
    if (!machine.alive) return
    // A port listens once it is set up, which its first write does, too (jsserialGetSendFunction in jsserial.c).
    const isOn = (port: Port): boolean => '_baudrate' in port || written.has(port)
    const listening = known.filter((port) => isOn(port) && wires.find(placesOf(port)) === place)
    for (const port of listening) receiver.take(port, bytes)
  }
  const { make } = offerClass(machine, 'Serial', () => ({}), {
    ...setupMethods(machine, { pins, isHardware: (port) => nameOf(port) !== undefined, known }),
    print(text) {
      send(this, bytesOf(String(text)))
    },
    println(text) {
      send(this, bytesOf(`${String(text)}\r\n`))
    },
    write(...items) {
      send(this, iterated(machine, items))
    },
    inject(...items) {
      const isPort = nameOf(this) !== undefined && nameOf(this) !== consolePort
      if (isPort) receiver.take(this as Port, iterated(machine, items))
    },
    available() {
      return receiver.available(this as Port)
    },
    read(count) {
      return receiver.read(this as Port, Number(count) || 0)
    },
    pipe(destination, options) {
      pipes.add(this as Port, destination, options)
    },
    flush: () => undefined,
    isConnected() {
      const name = nameOf(this)
      return name !== undefined && (name in loopback || name === consolePort || '_baudrate' in (this as Port))
    },
    setConsole() {
      if (nameOf(this) === undefined) machine.fail('Error', "setConsole can't be used on 'soft' devices")
    },
  })
  const { builtins } = machine.realm
  ;(builtins['Serial'] as Port)['find'] = machine.native(() => undefined)
  const numbered = Array.from({ length: machine.profile.serialPorts }, (_, index) => `Serial${index + 1}`)
  for (const name of [...numbered, ...Object.keys(loopback)]) ports.set(name, make())
  known.push(...ports.values())
  Object.assign(builtins, Object.fromEntries(ports))
}

interface SetupParts {
  pins: Pins
  isHardware(port: unknown): boolean
  /** The ports that can receive; one in software is added when it is set up. */
  known: Port[]
}

function setupMethods(machine: Machine, { pins, isHardware, known }: SetupParts) {
  return {
    setup(this: unknown, baud: unknown, given: unknown): void {
      const port = this as Port
      const options = given === undefined ? port['_options'] : given
      const rate = baud === undefined ? defaultBaud : Math.trunc(Number(baud)) || 0
      const isFine = rate >= lowestBaud && rate <= highestBaud
      // What is wrong with the options is thrown after they were kept, but for parity and flow (jsserialPopulateUSARTInfo).
      checkFlow(machine, options)
      port['_baudrate'] = isFine ? rate : defaultBaud
      if (options !== undefined) port['_options'] = options
      if (!isFine) machine.fail('Error', `Invalid baud rate ${rate}`)
      const { rx, tx, ck } = readOptions(machine, options, optionNames)
      if (isHardware(port)) return
      if (!known.includes(port)) known.push(port)
      const [txPin, rxPin] = [pins.numberOf(tx), pins.numberOf(rx)]
      if (txPin !== undefined) pins.write(txPin, 1, machine.loop.now())
      if (rxPin !== undefined) pins.setBus(rxPin, 'input_pullup')
      if (pins.numberOf(ck) !== undefined) machine.fail('Error', 'Software Serial CK not implemented yet')
    },
    unsetup(this: unknown): void {
      const port = this as Port
      delete port['_baudrate']
      delete port['_options']
      if (!isHardware(port) && known.includes(port)) known.splice(known.indexOf(port), 1)
    },
  }
}

function checkFlow(machine: Machine, options: unknown): void {
  if (typeof options !== 'object' || options === null) return
  const { parity, flow } = options as { parity?: unknown; flow?: unknown }
  if (typeof parity === 'number' && !parities.includes(parity)) machine.fail('Error', `Invalid parity ${parity & 255}`)
  if (flow !== undefined && flow !== null && flow !== 'none' && flow !== 'xon')
    machine.fail('Error', `Invalid flow control: ${JSON.stringify(String(flow as string | number))}`)
}
