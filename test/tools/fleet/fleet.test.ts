import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readDevicesCsv } from '../../../tools/fleet/devices-csv.ts'
import { assign, countText, isDone, release } from '../../../tools/fleet/fleet.ts'
import { Ledger } from '../../../tools/fleet/ledger.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'

const secret = (letter: string): string => letter.repeat(32)
const csvText = `\ufeffDeviceName,DeviceSecret,ProductKey\r\nsw-1,${secret('a')},a1B2c3D4e5F\r\nsw-2,${secret('b')},a1B2c3D4e5F\r\nsw-3,${secret('c')},a1B2c3D4e5F\r\n`

function makeCsv(t: TestContext, text: string | Buffer = csvText): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'devices.csv')
  writeFileSync(file, text)
  return file
}

function slugOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return error.slug
    throw error
  }
  return ''
}

test('reads the CSV of the console: any order of columns, a byte order mark, quotes; says the line that is wrong', (t) => {
  assert.deepEqual(
    readDevicesCsv(makeCsv(t)).map(({ deviceName, deviceSecret }) => deviceName + deviceSecret[0]),
    ['sw-1a', 'sw-2b', 'sw-3c'],
  )
  const other = makeCsv(t, `ProductKey,"DeviceSecret",Device Name\n"a1B2c3D4e5F",${secret('d')},sw-9\n\n`)
  assert.deepEqual(readDevicesCsv(other), [
    { productKey: 'a1B2c3D4e5F', deviceName: 'sw-9', deviceSecret: secret('d') },
  ])
  const broken = makeCsv(t, `${csvText}sw-4,,a1B2c3D4e5F\n`)
  assert.throws(() => readDevicesCsv(broken), {
    slug: 'csv-invalid',
    message: `line 5 of ${broken} has no deviceSecret`,
  })
  for (const [row, what] of [
    [`sw-4,too-short,a1B2c3D4e5F`, 'deviceSecret is not 32 characters'],
    [`"a,b",${secret('d')},a1B2c3D4e5F`, 'deviceName is not 4 to 32 of A-Z a-z 0-9 _ . : @ -'],
    [`sw-4,${secret('d')},a+b`, 'productKey is not 1 to 31 of A-Z a-z 0-9 _ . : @ -'],
    [`sw 4,${secret('d')},a1B2c3D4e5F`, 'deviceName is not 4 to 32 of A-Z a-z 0-9 _ . : @ -'],
  ] as const)
    assert.throws(() => readDevicesCsv(makeCsv(t, `${csvText}${row}\n`)), new RegExp(`line 5 of .*: ${what}`))
  assert.throws(() => readDevicesCsv(makeCsv(t, 'a,b\n1,2')), /no column deviceName, deviceSecret, productKey/)
  assert.throws(
    () => readDevicesCsv(makeCsv(t, `${csvText}sw-1,${secret('e')},a1B2c3D4e5F`)),
    /holds sw-1 of a1B2c3D4e5F twice/,
  )
  assert.equal(
    slugOf(() => readDevicesCsv('/no/such.csv')),
    'csv-missing',
  )
})

/** The same two devices as spreadsheets and shells save them. */
const [nameA, nameB, key] = ['sw-1', 'sw-2', 'a1B2c3D4e5F']
const rowsBy = (separator: string): string =>
  [
    ['DeviceName', 'DeviceSecret', 'ProductKey', 'Nickname'],
    [nameA, secret('a'), key, `"lamp ""left""${separator}\r\nhall"`],
    ['', '', '', ''],
    [nameB, secret('b'), key, ''],
    ['', '', '', ''],
  ]
    .map((cells) => cells.join(separator))
    .join('\r\n')
const saved: Record<string, Buffer> = {
  'commas, empty rows, and quotes with a separator, a line end and quotes within': Buffer.from(rowsBy(',')),
  'semicolons, as Excel in many languages': Buffer.from(`\ufeff${rowsBy(';')}\r\n`),
  "semicolons and Excel's line sep=": Buffer.from(`sep=;\r\n${rowsBy(';')}`),
  'tabs in UTF-16, as Excel writes "Unicode Text"': Buffer.from(`\ufeff${rowsBy('\t')}`, 'utf16le'),
  "UTF-16, as PowerShell's > writes it": Buffer.from(`\ufeff${rowsBy(',')}`, 'utf16le'),
  'UTF-16 with the high byte first': Buffer.from(`\ufeff${rowsBy(',')}`, 'utf16le').swap16(),
  'UTF-16 without a byte order mark': Buffer.from(rowsBy(','), 'utf16le'),
  'line ends of old Macs': Buffer.from(rowsBy(',').replaceAll('\r\n', '\r')),
  'no line end at its end': Buffer.from(rowsBy(',').trimEnd()),
}
for (const [what, bytes] of Object.entries(saved)) {
  test(`reads a list with ${what}`, (t) => {
    assert.deepEqual(readDevicesCsv(makeCsv(t, bytes)), [
      { productKey: key, deviceName: nameA, deviceSecret: secret('a') },
      { productKey: key, deviceName: nameB, deviceSecret: secret('b') },
    ])
  })
}

for (const [what, content, says] of [
  ['nothing in it', '', / is empty$/],
  ['empty rows alone', ',,\r\n,,\r\n', / is empty$/],
  ['a heading alone', 'DeviceName,DeviceSecret,ProductKey\r\n,,\r\n', / has a heading, and no device below it$/],
  ['an open quote', `${csvText}"sw-4,${secret('d')},${key}\r\n`, /^line 5 of \S+ has a quote that is not closed$/],
  [
    'a comma without quotes',
    `${csvText}sw-4,x,${secret('d')},${key}\r\n`,
    /^line 5 of \S+ has 4 cells, and the heading 3$/,
  ],
  ['GBK', Buffer.from(`\xc3\xfb\xd7\xd6,${csvText.slice(1)}`, 'latin1'), / is neither UTF-8 nor UTF-16: GBK, perhaps$/],
  ['UTF-32', Buffer.from('\xff\xfe\0\0D\0\0\0', 'latin1'), / is neither UTF-8 nor UTF-16/],
] as const) {
  test(`a list with ${what} is an error that says so, and no row of it`, (t) => {
    assert.throws(
      () => readDevicesCsv(makeCsv(t, content)),
      (error) => {
        assert.ok(error instanceof UserError)
        assert.deepEqual([error.slug, error.exitCode], ['csv-invalid', 1])
        assert.match(error.message, says)
        assert.doesNotMatch(`${error.message} ${error.hint}`, /dddd/)
        return true
      },
    )
  })
}

test("lines are counted from the first of the file, Excel's sep= among them", (t) => {
  const file = makeCsv(t, `sep=;\n${csvText.replaceAll(',', ';')}sw-4;;${key}\n`)
  assert.throws(() => readDevicesCsv(file), { message: `line 6 of ${file} has no deviceSecret` })
})

test('a secret of digits that a spreadsheet rounded is told as that', (t) => {
  const file = makeCsv(t, `${csvText}sw-4,1.23457E+31,${key}\r\n`)
  assert.throws(() => readDevicesCsv(file), { slug: 'csv-invalid', hint: /a spreadsheet made a number of it/ })
})

test('gives each board the next identity, and a board that it knows the one it has', (t) => {
  const csv = makeCsv(t)
  const triples = readDevicesCsv(csv)
  const ledger = new Ledger(`${csv}.ledger`)
  t.after(() => ledger.close())
  const next = (serial: string) => assign(triples, ledger, serial)
  assert.equal(next('board-a').triple.deviceName, 'sw-1')
  assert.deepEqual({ ...next('board-a'), triple: 1 }, { why: 'again', triple: 1 })
  ledger.add('flashed', next('board-a').triple, 'board-a')
  assert.equal(next('board-b').triple.deviceName, 'sw-2')
  assert.equal(countText(triples, ledger), '1 of 3 flashed, 1 begun (sw-2), 1 free')
  assert.equal(next('board-c').triple.deviceName, 'sw-3')
  assert.equal(
    slugOf(() => next('board-d')),
    'fleet-done',
  )
  release(triples, ledger, 'sw-2')
  assert.equal(next('board-d').triple.deviceName, 'sw-2')
  assert.equal(next('board-c').triple.deviceName, 'sw-3')
  assert.equal(
    slugOf(() => release(triples, ledger, 'sw-7')),
    'not-claimed',
  )
  assert.equal(
    slugOf(() => assign([], ledger, 'board-a')),
    'other-fleet',
  )
  assert.doesNotMatch(readFileSync(`${csv}.ledger`, 'utf8'), /aaaa|bbbb|cccc/, 'no secret')
  if (process.platform !== 'win32') assert.equal(statSync(`${csv}.ledger`).mode & 0o777, 0o600)
})

test('lets one run at a time write, and takes the lock of a process that is gone', (t) => {
  const csv = makeCsv(t)
  const first = new Ledger(`${csv}.ledger`)
  assert.equal(
    slugOf(() => new Ledger(`${csv}.ledger`)),
    'ledger-busy',
  )
  first.close()
  writeFileSync(`${csv}.ledger.lock`, '999999999')
  new Ledger(`${csv}.ledger`).close()
  assert.equal(existsSync(`${csv}.ledger.lock`), false)
})

test('forgets a line that a crash cut short, and refuses a ledger that is spoilt elsewhere', (t) => {
  const csv = makeCsv(t)
  const triples = readDevicesCsv(csv)
  const first = new Ledger(`${csv}.ledger`)
  assign(triples, first, 'board-a')
  first.close()
  appendFileSync(`${csv}.ledger`, '{"event":"claimed","productKey":"a1B2c3D4e5F","deviceName":"sw-2","ser')
  const second = new Ledger(`${csv}.ledger`)
  assert.equal(assign(triples, second, 'board-b').triple.deviceName, 'sw-2', 'nothing was written to a board then')
  second.close()
  // The half line is gone from the disk, too: the next run reads what this one wrote.
  const third = new Ledger(`${csv}.ledger`)
  assert.deepEqual(
    ['board-a', 'board-b'].map((serial) => third.ofBoard(serial)?.deviceName),
    ['sw-1', 'sw-2'],
  )
  third.close()
  appendFileSync(`${csv}.ledger`, 'nonsense\n')
  assert.throws(() => new Ledger(`${csv}.ledger`), { slug: 'ledger-invalid', message: /^line 3 of / })
})

test('survives kill -9 at every step: no identity on two boards, none lost, and a last run completes the fleet', async (t) => {
  const boards = ['board-a', 'board-b', 'board-c']
  // With the ledger open, the identity claimed, on the board, verified; and the second one claimed.
  const runs = [2, 4, 5, 6, 8]
  const outcomes = await Promise.all(runs.map((point) => runKilled(t, point, boards)))
  for (const { point, signal, held, done } of outcomes) {
    assert.equal(signal, 'SIGKILL', `killed at point ${point}`)
    assert.equal(new Set(held.values()).size, held.size, `point ${point}: no identity on two boards`)
    assert.deepEqual([...held.values()].sort(), ['sw-1', 'sw-2', 'sw-3'], `point ${point}: none lost`)
    assert.ok(done, `point ${point}: the ledger says so`)
  }
})

interface Outcome {
  readonly point: number
  readonly signal: NodeJS.Signals | null
  /** The identity on each board at the end. */
  readonly held: ReadonlyMap<string, string>
  readonly done: boolean
}

/** A run that is killed, then one to the end in this process; the boards come in another order then. */
async function runKilled(t: TestContext, point: number, boards: readonly string[]): Promise<Outcome> {
  const csv = makeCsv(t)
  const child = spawn(
    process.execPath,
    [
      '--import',
      import.meta.resolve('tsx'),
      fileURLToPath(new URL('./fleet-child.ts', import.meta.url)),
      csv,
      String(point),
      ...boards,
    ],
    { stdio: 'ignore' },
  )
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  const triples = readDevicesCsv(csv)
  const ledger = new Ledger(`${csv}.ledger`)
  const held = new Map<string, string>()
  if (existsSync(`${csv}.boards`)) {
    for (const line of readFileSync(`${csv}.boards`, 'utf8').trim().split('\n')) {
      const [serial = '', deviceName = ''] = line.split(' ')
      held.set(serial, deviceName)
    }
  }
  for (const serial of boards.toReversed()) {
    const { triple } = assign(triples, ledger, serial)
    const before = held.get(serial)
    if (before !== undefined) assert.equal(triple.deviceName, before, `${serial} keeps what it has`)
    held.set(serial, triple.deviceName)
    ledger.add('flashed', triple, serial)
  }
  const done = isDone(triples, ledger)
  ledger.close()
  return { point, signal, held, done }
}
