import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { readDevicesCsv } from '../../../tools/fleet/devices-csv.ts'
import { assign, countText, isDone, release } from '../../../tools/fleet/fleet.ts'
import { Ledger } from '../../../tools/fleet/ledger.ts'
import { readCsv } from '../../../tools/fleet/read-csv.ts'

const productKey = 'a1B2c3D4e5F'
const triples = ['sw-1', 'sw-2', 'sw-3'].map((deviceName) => ({ productKey, deviceName, deviceSecret: 'a'.repeat(32) }))
const device = (at: number) => triples[at] ?? assert.fail()

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

test('counts what is flashed, begun and free; done is only what is flashed, and of the list', (t) => {
  const ledger = new Ledger(join(folderOf(t), 'ledger'))
  const count = () => [countText(triples, ledger), isDone(triples, ledger)]
  assert.deepEqual(count(), ['0 of 3 flashed, 3 free', false])
  assert.equal(assign(triples, ledger, 'one').triple, device(0))
  ledger.add('flashed', device(1), 'two')
  assert.deepEqual(count(), ['1 of 3 flashed, 1 begun (sw-1), 1 free', false])
  ledger.add('flashed', device(0), 'one')
  ledger.add('claimed', device(2), 'three')
  assert.deepEqual(count(), ['2 of 3 flashed, 1 begun (sw-3), 0 free', false])
  ledger.add('flashed', device(2), 'three')
  assert.deepEqual(count(), ['3 of 3 flashed, 0 free', true])
  assert.throws(() => assign(triples, ledger, 'four'), { slug: 'fleet-done', hint: '3 of 3 flashed, 0 free' })
  assert.deepEqual(assign(triples, ledger, 'two'), { triple: device(1), why: 'again' })
  ledger.close()
})

test('an identity is free again when its board is gone, and that board is a new one if it comes back', (t) => {
  const ledger = new Ledger(join(folderOf(t), 'ledger'))
  ledger.add('flashed', device(0), 'one')
  ledger.add('claimed', device(1), 'two')
  for (const name of ['sw-9', 'sw-3'])
    assert.throws(() => release(triples, ledger, name), {
      slug: 'not-claimed',
      message: `no board has the identity ${name}`,
    })
  release(triples, ledger, 'sw-1')
  assert.deepEqual([ledger.ofBoard('one'), ledger.ofDevice(device(0))], [undefined, undefined])
  assert.throws(() => release(triples, ledger, 'sw-1'), { slug: 'not-claimed' })
  assert.deepEqual(assign(triples, ledger, 'three'), { triple: device(0), why: 'next' })
  assert.deepEqual(assign(triples, ledger, 'one'), { triple: device(2), why: 'next' })
  assert.throws(() => assign(triples.slice(1), ledger, 'three'), {
    slug: 'other-fleet',
    message: /^this board is sw-1 of /,
  })
  ledger.close()
})

test('an entry that is not whole, of no kind, or no JSON makes a ledger invalid, with its line', (t) => {
  const file = join(folderOf(t), 'ledger')
  const good = '{"event":"claimed","productKey":"p","deviceName":"d","serial":"s","at":""}'
  for (const [bad, at] of [
    ['{"event":"sold","productKey":"p","deviceName":"d","serial":"s"}', 2],
    ['{"event":"claimed","productKey":"p","deviceName":"d"}', 2],
    ['{"event":"claimed","productKey":"p","deviceName":1,"serial":"s"}', 2],
    ['{"event":"claimed","deviceName":"d","serial":"s"}', 2],
    ['rubbish', 2],
  ] as const) {
    writeFileSync(file, `${good}\n${bad}\n`)
    assert.throws(() => new Ledger(file), { slug: 'ledger-invalid', message: `line ${at} of ${file} is no entry` })
    assert.ok(readFileSync(file, 'utf8').includes(bad), 'it stays for whoever mends it')
  }
  writeFileSync(file, `${good}\n\n${good}\n`)
  new Ledger(file).close()
})

test('the separator is what the heading has most of, outside of quotes, or what sep= says', () => {
  const cells = (text: string) => readCsv(text).rows.map((row) => row.cells.join('|'))
  assert.deepEqual(cells('a;b;c,d\n1;2;3\n'), ['a|b|c,d', '1|2|3'])
  assert.deepEqual(cells('a\tb\n1,5\t2'), ['a|b', '1,5|2'])
  assert.deepEqual(cells('"a;;;",b\n'), ['a;;;|b'])
  assert.deepEqual(cells('sep=|\na|b,c\n'), ['a|b,c'])
  assert.deepEqual(cells('\n\n a , b \n'), ['a|b'])
})

test('quotes hold separators, line ends and doubled quotes, and begin a cell only at its beginning', () => {
  const { rows, openQuote } = readCsv('a,b\r\n "x,""y""\nz" ,2\r\r3"4,5"\n')
  assert.deepEqual(rows, [
    { cells: ['a', 'b'], line: 1 },
    { cells: ['x,"y"\nz', '2'], line: 2 },
    { cells: ['3"4', '5"'], line: 5 },
  ])
  assert.equal(openQuote, undefined)
  assert.equal(readCsv('a\n"b\nc').openQuote, 2)
})

test('a list is refused where a row would not do for device.json, and where it holds a device twice', (t) => {
  const file = join(folderOf(t), 'devices.csv')
  const read = (row: string) => {
    writeFileSync(file, `device_name,Device Secret,PRODUCTKEY\nsw-1,${'a'.repeat(32)},${productKey}\n${row}\n`)
    return readDevicesCsv(file)
  }
  const secret = 'b'.repeat(32)
  assert.equal(read(`${'n'.repeat(32)},${secret},${'k'.repeat(31)}`).length, 2)
  assert.equal(read(`sw-1,${secret},other`).length, 2, 'of another product')
  for (const row of [
    `${'n'.repeat(33)},${secret},${productKey}`,
    `sw-2,${secret},${'k'.repeat(32)}`,
    `sw-2,${secret}b,${productKey}`,
    `sw-2,${secret.slice(1)},${productKey}`,
    `sw-2,${secret.slice(1)}\u00e9,${productKey}`,
    `sw-2,${secret},${productKey},more`,
    `sw 2,${secret},${productKey}`,
    `sw-1,${secret},${productKey}`,
  ])
    assert.throws(() => read(row), { slug: 'csv-invalid' }, row)
})
