import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import {
  forgetBuiltIns,
  guard,
  modulesOf,
  nativeHash,
  placeOf,
  wifiModule,
} from '../../../firmware/platform/espruino.ts'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { headerOf } from '../../../tools/storage/storage-headers.ts'

/** Puts what the engine has in place of globals until the test ends. */
function engineHas(t: TestContext, globals: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(globals)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name)
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
    t.after(() => {
      if (before) Object.defineProperty(globalThis, name, before)
      else Reflect.deleteProperty(globalThis, name)
    })
  }
}

test('modules are those built in and those added at run time', (t) => {
  engineHas(t, { process: { env: { MODULES: 'Flash,net' } }, Modules: { getCached: () => ['Wifi'] } })
  const modules = modulesOf()
  assert.deepEqual(modules, ['Flash', 'net', 'Wifi'])
})

test('a module is required only where the build has it', (t) => {
  const wifi = {}
  engineHas(t, { require: (name: string) => (name === 'Wifi' ? wifi : assert.fail(name)) })
  assert.equal(wifiModule(['net']), undefined)
  assert.equal(wifiModule(['net', 'Wifi']), wifi)
  assert.ok(!nativeHash(['net']))
})

test("the build's own hash is used where its crypto has SHA256, and its bytes are a text", (t) => {
  const hash = (bytes: string): ArrayBuffer => Uint8Array.from([...bytes], (each) => each.charCodeAt(0) + 1).buffer
  let crypto: object = {}
  engineHas(t, {
    require: () => crypto,
    E: { toString: (bytes: ArrayBuffer) => Buffer.from(bytes).toString('latin1') },
  })
  assert.ok(!nativeHash(['crypto']))
  crypto = { SHA256: hash }
  assert.equal(nativeHash(['crypto'])?.('ab\x80'), 'bc\x81')
})

test('the watchdog has 300 s and must be fed; error flags come to the one that recovers', (t) => {
  const calls: unknown[] = []
  engineHas(t, {
    E: {
      on: (...args: unknown[]) => calls.push(args),
      enableWatchdog: (...args: unknown[]) => calls.push(args),
    },
  })
  const recover = () => undefined
  guard(recover)
  assert.deepEqual(calls, [
    ['errorFlag', recover],
    [300, false],
  ])
})

test('of the built-ins those are freed that only the start uses', (t) => {
  const globals = { Int32Array: 1, Modules: 1, Pin: 1, RegExp: 1, JSON: 1 }
  engineHas(t, { global: globals })
  forgetBuiltIns()
  assert.deepEqual(globals, { JSON: 1 })
})

const journalBytes = 12_288
const pageBytes = 4096

interface Engine {
  readonly storage: FlashStorage
  readonly address: number
  /** Pages of flash before Storage that can be read, too. */
  readonly before?: number
}

/** The modules of an engine whose Storage begins at `address`; there is no flash elsewhere. */
function engineWith(t: TestContext, { storage, address }: Engine): void {
  const { chip } = storage
  const modules = {
    Storage: {
      read: (name: string) => {
        const bytes = storage.read(name)
        return bytes && Buffer.from(bytes).toString('latin1')
      },
      write: (name: string, bytes: string, offset: number, size: number) =>
        storage.write(name, Buffer.from(bytes, 'latin1'), offset, size),
      getFree: () => storage.freeBytes,
    },
    Flash: {
      read: (length: number, at: number) => chip.read(at - address, length),
      getPage: (at: number) =>
        at >= address && at < address + chip.totalBytes
          ? { addr: at - (at % pageBytes), length: pageBytes }
          : undefined,
    },
  }
  engineHas(t, {
    require: (name: 'Storage' | 'Flash') => modules[name],
    E: { toString: (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1') },
  })
}

const newStorage = (pages = 16) => new FlashStorage({ pageBytes, pages })

for (const [what, address] of [
  ['an ESP32', 0x320000],
  ['an ESP8266', 0xcb000],
  ['the Linux build', 0x10000000],
] as const) {
  test(`the journal is made behind all files, once, and found in the Storage of ${what}`, (t) => {
    const storage = newStorage()
    storage.write('.bootcde', new Uint8Array(5001))
    engineWith(t, { storage, address })
    const place = placeOf('switches')
    assert.equal(place, address + 32 + 5004 + 32)
    assert.equal(storage.read('switches')?.length, journalBytes)
    const { version } = storage.chip
    storage.chip.beforeStep = () => assert.fail('written')
    assert.equal(placeOf('switches'), place)
    assert.equal(storage.chip.version, version)
  })
}

test('where Storage is at an unknown address nothing is found', (t) => {
  engineWith(t, { storage: newStorage(), address: 0x300000 })
  assert.equal(placeOf('switches'), 0)
})

test('no file is made where it would take the last room, or where others would have to move', (t) => {
  for (const [left, place] of [
    [32 + journalBytes, 0],
    [32 + journalBytes + 4, 0x320000 + 16 * pageBytes - 4 - journalBytes],
  ] as const) {
    const storage = newStorage()
    storage.write('.bootcde', new Uint8Array(16 * pageBytes - left - 32))
    engineWith(t, { storage, address: 0x320000 })
    assert.equal(placeOf('switches'), place, `${left} bytes left`)
    assert.equal(storage.list().includes('switches'), place > 0)
  }
})

test('a file that was made another way is found, wherever in a page it begins', (t) => {
  for (let extra = 0; extra < 9; extra++) {
    const storage = newStorage()
    storage.write('.bootcde', new Uint8Array(pageBytes - 32 + extra))
    storage.write('switches', Uint8Array.of(0xff), 0, 2 * pageBytes)
    engineWith(t, { storage, address: 0x320000 })
    assert.equal(placeOf('switches'), 0x320000 + (storage.offsetOf('switches') ?? assert.fail()))
  }
})

test('files that were erased or have another name or size are stepped over', (t) => {
  const storage = newStorage()
  storage.write('switches', new Uint8Array(journalBytes - 4))
  storage.write('switches2', new Uint8Array(journalBytes))
  storage.write('switches', Uint8Array.of(0xff), 0, journalBytes)
  engineWith(t, { storage, address: 0x320000 })
  const at = storage.offsetOf('switches')
  assert.ok(at !== undefined && at > 2 * journalBytes)
  assert.equal(placeOf('switches'), 0x320000 + at)
})

test('a file behind a page that has no header is found, as the engine finds it; behind two it is not', (t) => {
  for (const [page, found] of [
    [1, true],
    [2, false],
  ] as const) {
    const storage = newStorage()
    storage.write('first', Uint8Array.of(1))
    storage.writeAligned(page * pageBytes, headerOf('switches', journalBytes))
    engineWith(t, { storage, address: 0x320000 })
    // A Storage that reads it, whatever the chain of headers says.
    storage.read = () => new Uint8Array(journalBytes)
    assert.equal(placeOf('switches'), found ? 0x320000 + page * pageBytes + 32 : 0)
  }
})
