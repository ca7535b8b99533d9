/** Kinds of simulated board; `linux` is the engine's own Linux build, with a network but no Wi-Fi. */
export type ProfileName = 'esp32' | 'esp8266' | 'pico' | 'linux'

export type ModuleName = 'Wifi' | 'net' | 'tls' | 'crypto' | 'Storage' | 'timer' | 'Flash'

/** What one kind of board has and how its drivers behave. */
export interface Profile {
  name: ProfileName
  /** process.env.BOARD. */
  board: string
  modules: readonly ModuleName[]
  /** The functions that require('crypto') has. */
  hashes: readonly ('SHA1' | 'SHA256')[]
  /** `throws`: net.connect throws when it fails; `events`: an `error` event comes later. */
  connect: 'throws' | 'events'
  /** The most bytes that one `data` event carries and that one idle turn sends. */
  chunkBytes: number
  /** Bytes that the TCP stack takes before the peer has acknowledged any; the rest waits in the interpreter. */
  sendBufferBytes: number
  /** Bytes that the TCP stack keeps for a busy interpreter; then the peer has to wait. */
  receiveWindowBytes: number
  maxSockets: number
  hasWatchdog: boolean
  /** Whether digitalRead returns what digitalWrite wrote. */
  readsBackPins: boolean
  /** How many pins there are, from D0 up. */
  pins: number
  /** Pins with names of their own. */
  pinNames: Readonly<Record<string, number>>
  /** Pins with a converter, which tells so many levels apart. */
  analogPins: readonly number[]
  analogSteps: number
  /** Pins that setWatch refuses. */
  unwatchedPins: readonly number[]
  /** How many I2C ports the chip has, and what one throws where no device answers; `*` stands for Write or Read. */
  i2cPorts: number
  /** How many SPI and serial ports it has. Serial1 is the console's. */
  spiPorts: number
  serialPorts: number
  i2cNoAck: { type: 'Error' | 'InternalError'; message: string }
  /** What E.getTemperature and E.getAnalogVRef return while nobody has set anything else. */
  temperature: number
  analogVRef: number
  /** Storage: where it lies in the flash chip, and its pages. */
  storage: { address: number; pageBytes: number; pages: number }
  /** Whether the engine keeps a table of file names in Storage. */
  hasNameTable: boolean
  serial: string
  /** `total` blocks of variables of `blocksize` bytes, for process.memory(). */
  memory: { total: number; blocksize: number }
}

const esp32: Profile = {
  name: 'esp32',
  board: 'ESP32',
  modules: ['timer', 'Flash', 'Storage', 'net', 'tls', 'crypto', 'Wifi'],
  hashes: ['SHA1', 'SHA256'],
  connect: 'throws',
  chunkBytes: 536,
  sendBufferBytes: 5744,
  receiveWindowBytes: 5744,
  maxSockets: 16,
  hasWatchdog: true,
  readsBackPins: true,
  pins: 40,
  pinNames: { LED1: 2, BTN1: 0 },
  analogPins: [36, 37, 38, 39, 32, 33, 34, 35],
  analogSteps: 4096,
  unwatchedPins: [6, 7, 8, 9, 10, 11, 12],
  i2cPorts: 2,
  spiPorts: 2,
  serialPorts: 3,
  i2cNoAck: { type: 'Error', message: "jshI2C*: slave doesn't ACK the transfer" },
  // A room's, in degrees Celsius, so that a thermometer shows what people expect. A real ESP32 gives the raw reading of its
  // chip's sensor, a whole number in no unit.
  temperature: 24.5,
  analogVRef: NaN,
  storage: { address: 0x320000, pageBytes: 4096, pages: 224 },
  hasNameTable: false,
  serial: '240ac4-fffe0102',
  memory: { total: 16383, blocksize: 14 },
}

const esp8266: Profile = {
  ...esp32,
  name: 'esp8266',
  board: 'ESP8266_4MB',
  modules: ['timer', 'Flash', 'Storage', 'net', 'Wifi'],
  hashes: [],
  connect: 'events',
  chunkBytes: 268,
  sendBufferBytes: 268,
  receiveWindowBytes: 2920,
  maxSockets: 10,
  hasWatchdog: false,
  pins: 17,
  pinNames: { A0: 17 },
  analogPins: [17],
  analogSteps: 1024,
  unwatchedPins: [16],
  i2cPorts: 1,
  spiPorts: 1,
  serialPorts: 2,
  i2cNoAck: { type: 'InternalError', message: 'I2C*: No ACK 0' },
  temperature: NaN,
  storage: { address: 0xcb000, pageBytes: 4096, pages: 48 },
  serial: '5ccf7f-fffe0102',
  memory: { total: 1600, blocksize: 12 },
}

const pico: Profile = {
  ...esp32,
  name: 'pico',
  board: 'RP2040_PICO',
  modules: ['timer', 'Flash', 'Storage'],
  hashes: [],
  serialPorts: 2,
  pins: 30,
  pinNames: { LED1: 25 },
  analogPins: [26, 27, 28, 29],
  unwatchedPins: [],
  analogVRef: 3.3,
  storage: { address: 0x101c0000, pageBytes: 4096, pages: 64 },
  serial: 'e6614103-e7245f2c',
  memory: { total: 12000, blocksize: 14 },
}

const linux: Profile = {
  ...esp32,
  name: 'linux',
  board: 'LINUX',
  modules: ['timer', 'Flash', 'Storage', 'net', 'tls', 'crypto'],
  sendBufferBytes: 1 << 21,
  receiveWindowBytes: 1 << 16,
  maxSockets: 1000,
  hasWatchdog: false,
  readsBackPins: false,
  pins: 32,
  pinNames: {},
  analogPins: [],
  unwatchedPins: [],
  temperature: NaN,
  storage: { address: 0x10000000, pageBytes: 1024, pages: 256 },
  hasNameTable: true,
  serial: '00000000-addeadde-addeadde',
  memory: { total: 4096, blocksize: 27 },
}

export const profiles: Readonly<Record<ProfileName, Profile>> = { esp32, esp8266, pico, linux }

export function isProfile(name: string): name is ProfileName {
  return Object.hasOwn(profiles, name)
}
