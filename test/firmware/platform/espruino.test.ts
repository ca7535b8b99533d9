import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { headerOf } from '../../../tools/storage/storage-headers.ts'
import { freshModules, type EngineGlobals, type Modules } from '../support/fresh.ts'

const noop = (): void => undefined

/** The platform on an engine that has these globals. */
function on(globals: Partial<EngineGlobals>): Modules['firmware/platform/espruino.ts'] {
  const require = (name: string): unknown => assert.fail(name)
  return freshModules({ require, ...globals })('firmware/platform/espruino.ts')
}

test('modules are those built in and those added at run time', () => {
  const { modulesOf } = on({ process: { env: { MODULES: 'Flash,net' } }, Modules: { getCached: () => ['Wifi'] } })
  assert.deepEqual(modulesOf(), ['Flash', 'net', 'Wifi'])
})

test('a module is required only where the build has it', () => {
  const wifi = {}
  const { nativeHash, wifiModule } = on({ require: (name: string) => (name === 'Wifi' ? wifi : assert.fail(name)) })
  assert.equal(wifiModule(['net'], noop), undefined)
  assert.equal(wifiModule(['net', 'Wifi'], noop), wifi)
  assert.ok(!nativeHash(['net']))
})

test("the build's own hash is used where its crypto has SHA256, and its bytes are a text", () => {
  const hash = (bytes: string): ArrayBuffer => Uint8Array.from([...bytes], (each) => each.charCodeAt(0) + 1).buffer
  let crypto: object = {}
  const { nativeHash } = on({
    require: () => crypto,
    E: { toString: (bytes: ArrayBuffer) => Buffer.from(bytes).toString('latin1') },
  })
  assert.ok(!nativeHash(['crypto']))
  crypto = { SHA256: hash }
  assert.equal(nativeHash(['crypto'])?.('ab\x80'), 'bc\x81')
})

test('the watchdog has 300 s and must be fed; error flags come to the one that recovers', () => {
  const calls: unknown[] = []
  const { guard } = on({
    E: {
      on: (...args: unknown[]) => calls.push(args),
      enableWatchdog: (...args: unknown[]) => calls.push(args),
    },
  })
  const recover = () => undefined
  guard(recover, noop, noop)
  assert.deepEqual(calls, [
    ['errorFlag', recover],
    [300, false],
  ])
})

test('of the built-ins those are freed that only the start uses: RegExp where it checks a configuration', () => {
  for (const [withRegExp, left] of [
    [true, { JSON: 1 }],
    [false, { RegExp: 1, JSON: 1 }],
  ] as const) {
    const globals = { Int32Array: 1, Modules: 1, Pin: 1, RegExp: 1, JSON: 1 }
    on({ global: globals }).forgetBuiltIns(withRegExp)
    assert.deepEqual(globals, left)
  }
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
function engineWith({ storage, address }: Engine): Modules['firmware/platform/espruino.ts'] {
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
  return on({
    require: (name) => modules[name as 'Storage' | 'Flash'],
    E: { toString: (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1') },
  })
}

const newStorage = (pages = 16) => new FlashStorage({ pageBytes, pages })

for (const [what, address] of [
  ['an ESP32', 0x320000],
  ['an ESP8266', 0xcb000],
  ['the Linux build', 0x10000000],
] as const) {
  test(`the journal is made behind all files, once, and found in the Storage of ${what}`, () => {
    const storage = newStorage()
    storage.write('.bootcde', new Uint8Array(5001))
    const { placeOf } = engineWith({ storage, address })
    const place = placeOf('switches')
    assert.equal(place, address + 32 + 5004 + 32)
    assert.equal(storage.read('switches')?.length, journalBytes)
    const { version } = storage.chip
    storage.chip.beforeStep = () => assert.fail('written')
    assert.equal(placeOf('switches'), place)
    assert.equal(storage.chip.version, version)
  })
}

test('where Storage is at an unknown address nothing is found', () => {
  const { placeOf } = engineWith({ storage: newStorage(), address: 0x300000 })
  assert.equal(placeOf('switches'), 0)
})

test('no file is made where it would take the last room, or where others would have to move', () => {
  for (const [left, place] of [
    [32 + journalBytes, 0],
    [32 + journalBytes + 4, 0x320000 + 16 * pageBytes - 4 - journalBytes],
  ] as const) {
    const storage = newStorage()
    storage.write('.bootcde', new Uint8Array(16 * pageBytes - left - 32))
    const { placeOf } = engineWith({ storage, address: 0x320000 })
    assert.equal(placeOf('switches'), place, `${left} bytes left`)
    assert.equal(storage.list().includes('switches'), place > 0)
  }
})

test('a file that was made another way is found, wherever in a page it begins', () => {
  for (let extra = 0; extra < 9; extra++) {
    const storage = newStorage()
    storage.write('.bootcde', new Uint8Array(pageBytes - 32 + extra))
    storage.write('switches', Uint8Array.of(0xff), 0, 2 * pageBytes)
    const { placeOf } = engineWith({ storage, address: 0x320000 })
    assert.equal(placeOf('switches'), 0x320000 + (storage.offsetOf('switches') ?? assert.fail()))
  }
})

test('files that were erased or have another name or size are stepped over', () => {
  const storage = newStorage()
  storage.write('switches', new Uint8Array(journalBytes - 4))
  storage.write('switches2', new Uint8Array(journalBytes))
  storage.write('switches', Uint8Array.of(0xff), 0, journalBytes)
  const { placeOf } = engineWith({ storage, address: 0x320000 })
  const at = storage.offsetOf('switches')
  assert.ok(at !== undefined && at > 2 * journalBytes)
  assert.equal(placeOf('switches'), 0x320000 + at)
})

test('a file behind a page that has no header is found, as the engine finds it; behind two it is not', () => {
  for (const [page, found] of [
    [1, true],
    [2, false],
  ] as const) {
    const storage = newStorage()
    storage.write('first', Uint8Array.of(1))
    storage.writeAligned(page * pageBytes, headerOf('switches', journalBytes))
    const { placeOf } = engineWith({ storage, address: 0x320000 })
    // A Storage that reads it, whatever the chain of headers says.
    storage.read = () => new Uint8Array(journalBytes)
    assert.equal(placeOf('switches'), found ? 0x320000 + page * pageBytes + 32 : 0)
  }
})
