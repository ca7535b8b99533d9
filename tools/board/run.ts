import type { BoardCounts } from './counts.ts'
import { textOf } from '../storage/bytes.ts'
import { createCryptoModule } from './modules/crypto-module.ts'
import { createFlashModule } from './modules/flash-module.ts'
import type { FlashStorage } from '../storage/flash-storage.ts'
import { offerGlobals } from './language/api-globals.ts'
import { offerLanguage } from './language/language.ts'
import type { Machine } from './language/machine.ts'
import { offerModules } from './language/modules.ts'
import { createNetModule } from './network/net-module.ts'
import type { Transport } from './network/pipe.ts'
import type { OneWireDevice } from './one-wire/one-wire-bus.ts'
import type { Outside } from './outside.ts'
import { offerPins } from './pins/pin-functions.ts'
import type { Pins } from './pins/pins.ts'
import { Pulses } from './pins/pulses.ts'
import { Watches } from './pins/watches.ts'
import type { ModuleName } from './profile.ts'
import type { Radio } from './network/radio.ts'
import { readSource } from './language/source.ts'
import { Sockets } from './network/sockets.ts'
import { createStorageModule } from './modules/storage-module.ts'
import { offerI2c, type I2cDevice } from './modules/i2c-class.ts'
import { offerSpi } from './modules/spi-class.ts'
import type { SpiWires } from './modules/spi-wires.ts'
import { offerShiftOut } from './pins/shift-out.ts'
import { offerSerial } from './serial-ports/serial-class.ts'
import type { SerialWires } from './serial-ports/serial-wires.ts'
import { offerOneWire } from './modules/one-wire-class.ts'
import { offerSystem } from './modules/system-objects.ts'
import type { Watchdog } from './watchdog.ts'
import { Esp32Wifi } from './network/wifi-esp32.ts'
import { Esp8266Wifi } from './network/wifi-esp8266.ts'

export interface RunParts {
  radio: Radio
  flash: FlashStorage
  pins: Pins
  outside: Outside
  watchdog: Watchdog
  transport: Transport
  blockingConnect: boolean
  oneWire: Readonly<Record<string, readonly OneWireDevice[]>>
  i2c: Readonly<Record<number, I2cDevice>>
  spi: SpiWires
  serial: SerialWires
  setTimeMs(ms: number): void
  reload(how: 'load' | 'reset'): void
}

/** Scripts that every start runs, reset() among them, in this order (jsfLoadBootCodeFromFlash in Espruino's jsflash.c). */
const bootFiles = ['.boot0', '.boot1', '.boot2', '.boot3']

/** `power-on`: the chip started; otherwise only the interpreter. */
export type Start = 'power-on' | 'load' | 'reset'

/** Blocks of variables that process.memory() reports as used. */
const usedBlocks = 300

/** One run of the interpreter with everything that belongs to it. */
export class Run {
  private readonly sockets: Sockets
  private readonly modules: object[] = []
  private readonly watches: Watches
  private readonly pulses: Pulses
  private reloading: 'load' | 'reset' | undefined

  constructor(
    readonly machine: Machine,
    private readonly parts: RunParts,
  ) {
    const { radio, transport, blockingConnect } = parts
    const hasWifi = machine.profile.modules.includes('Wifi')
    const isOnline = (): boolean => !hasWifi || radio.isOnline
    this.sockets = new Sockets(machine, { transport, isOnline, blockingConnect })
    machine.listensForData = (object) => this.giveBuffer(object)
    offerLanguage(machine)
    offerGlobals(machine)
    this.watches = new Watches(machine, parts.pins)
    this.pulses = new Pulses(machine.host.clock, (pin, level) => parts.pins.write(pin, level, machine.host.clock.now()))
    offerPins(machine, { pins: parts.pins, watches: this.watches, pulses: this.pulses })
    offerShiftOut(machine, parts.pins, parts.spi)
    offerOneWire(machine, parts.pins, parts.oneWire)
    offerI2c(machine, parts.pins, parts.i2c)
    offerSpi(machine, parts.pins, parts.spi)
    offerSerial(machine, { pins: parts.pins, wires: parts.serial })
    offerModules(machine, this.moduleMakers(), (name) => {
      const bytes = parts.flash.read(name)
      return bytes && readSource(textOf(bytes))
    })
    offerSystem(machine, {
      ...{ watchdog: parts.watchdog, outside: parts.outside, storageBytes: parts.flash.totalBytes, usedBlocks },
      setTimeMs: (ms) => parts.setTimeMs(ms),
      reload: (how) => {
        this.reloading = how
        machine.loop.wake()
      },
    })
    machine.loop.drivers.push(() => this.reloadNow())
    this.attachRadio()
  }

  /** Runs the boot files and the first turn. */
  boot(start: Start): void {
    const { machine, parts } = this
    // The simulated board cannot load an image that save() wrote: it says what the engine says of another build's image.
    if (start !== 'reset' && parts.flash.read('.varimg'))
      machine.print('Not loading saved code from different Espruino firmware.')
    if (start === 'power-on') this.runFile('.bootPowerOn')
    for (const name of bootFiles) this.runFile(name)
    if (parts.flash.read('.bootrst')) this.runFile('.bootrst')
    else if (start !== 'reset') this.runFile('.bootcde')
    if (!machine.alive) return
    machine.events.callNow(machine.engineObject, 'init', [])
    const { onInit } = machine.realm.globals
    if (typeof onInit === 'function') machine.call(onInit, undefined, [])
    machine.checkErrors()
    machine.loop.wake()
  }

  private runFile(name: string): void {
    const { machine, parts } = this
    const bytes = parts.flash.read(name)
    if (!bytes || !machine.alive) return
    try {
      machine.realm.run(readSource(textOf(bytes)), name)
    } catch (error) {
      machine.threw(error)
    }
    if (machine.alive) machine.checkErrors()
  }

  /** Ends the run as a power cut or a reset of the chip does. `sockets`: what peers get. */
  abandon(sockets: 'silent' | 'reset'): void {
    this.machine.stop()
    this.pulses.stop()
    this.sockets.abandon(sockets)
  }

  /** Ends the run in good order: `kill` is emitted, sockets are closed. */
  end(): void {
    this.machine.events.callNow(this.machine.engineObject, 'kill', [])
    this.machine.stop()
    this.sockets.closeAll()
    this.parts.radio.detach()
  }

  /** Presses and lets go a button between a pin and ground. */
  press(pin: string): void {
    const number = this.parts.pins.numberOf(pin)
    if (number !== undefined) this.watches.press(number, 0)
  }

  counts(): BoardCounts {
    const { machine, sockets } = this
    const { connections } = sockets
    const sum = (bytes: (connection: (typeof connections)[number]) => number): number =>
      connections.reduce((total, connection) => total + bytes(connection), 0)
    const emitters = [machine.engineObject, machine.processObject, ...this.modules, ...connections.map((c) => c.object)]
    return {
      sockets: connections.length,
      timers: machine.loop.timers.count,
      listeners: emitters.reduce((total, emitter) => total + machine.events.count(emitter), 0),
      sendQueueBytes: sum((connection) => connection.sendQueue.length),
      receiveQueueBytes: sum((c) => c.receiveQueue.length + c.buffer.length + c.driver.received),
      queuedEvents: machine.events.waiting,
    }
  }

  private moduleMakers(): Readonly<Partial<Record<ModuleName, () => object>>> {
    const { machine } = this
    const keep = (make: () => object) => (): object => {
      const module = make()
      this.modules.push(module)
      return module
    }
    return {
      net: keep(() => createNetModule(machine, this.sockets, false)),
      tls: keep(() => createNetModule(machine, this.sockets, true)),
      crypto: keep(() => createCryptoModule(machine)),
      Storage: keep(() => createStorageModule(machine, this.parts.flash)),
      Wifi: keep(() => this.wifi().module),
      timer: () => machine.object({}),
      Flash: () => createFlashModule(machine, this.parts.flash),
    }
  }

  private wifiDriver: Esp32Wifi | Esp8266Wifi | undefined

  private wifi(): Esp32Wifi | Esp8266Wifi {
    if (this.wifiDriver) return this.wifiDriver
    const Driver = this.machine.profile.name === 'esp8266' ? Esp8266Wifi : Esp32Wifi
    this.wifiDriver = new Driver(this.machine, this.parts.radio)
    this.wifiDriver.create()
    return this.wifiDriver
  }

  private attachRadio(): void {
    const alive = (tell: () => void): void => {
      if (this.machine.alive) tell()
    }
    this.parts.radio.attach({
      associated: (ap) => alive(() => this.wifi().associated(ap)),
      online: () => alive(() => this.wifi().online()),
      disconnected: (reason) => alive(() => this.wifi().disconnected(reason)),
      link: (state) => alive(() => this.sockets.setLink(state)),
    })
  }

  /** A `data` listener was added: it gets what was received before. */
  private giveBuffer(object: object): void {
    const connection = this.sockets.of(object)
    if (!connection) return
    if (connection.buffer !== '') this.machine.events.emit(object, 'data', [connection.buffer])
    connection.buffer = ''
    this.machine.loop.wake()
  }

  private reloadNow(): boolean {
    const how = this.reloading
    this.reloading = undefined
    if (how) this.parts.reload(how)
    return false
  }
}
