import { deviceNamePattern, deviceNameWanted } from '../device-names/names.ts'
import type { DeviceTriple } from '../install/config-for-board.ts'
import { readTextFile } from '../local-files/text-file.ts'
import { UserError } from '../command-line/user-error.ts'
import { phrase, speak } from '../command-line/language.ts'
import { readCsv, type Row } from './read-csv.ts'

/** Columns of the CSV that Aliyun's console exports for a batch of devices, whatever their order and case. */
const columns = { devicename: 'deviceName', devicesecret: 'deviceSecret', productkey: 'productKey' } as const
/** The rules of device.json: a row that it would refuse is refused before any board is touched. */
const rules: Readonly<Record<keyof DeviceTriple, readonly [fits: RegExp, form: string]>> = {
  productKey: [/^[\w.:@-]{1,31}$/, phrase`1 to 31 of A-Z a-z 0-9 _ . : @ -`],
  deviceName: [new RegExp(`^${deviceNamePattern}$`), deviceNameWanted],
  deviceSecret: [/^[\x20-\x7e]{32}$/, phrase`32 characters`],
}
const wantedFile = phrase`wanted: the file as the console exports it, with the columns DeviceName, DeviceSecret, ProductKey`

/**
 * Returns the identities of a CSV file, in its order. Throws UserError csv-missing, and csv-invalid with the line's number but
 * never its text, which holds secrets.
 */
export function readDevicesCsv(file: string): DeviceTriple[] {
  const wanted = speak(wantedFile)
  const text = readTextFile(file, { missing: 'csv-missing', invalid: 'csv-invalid', hint: wanted })
  const { rows, openQuote } = readCsv(text)
  if (openQuote !== undefined)
    throw new UserError('csv-invalid', speak`line ${openQuote} of ${file} has a quote that is not closed`, wanted)
  const [header, ...rest] = rows
  if (header === undefined) throw new UserError('csv-invalid', speak`${file} is empty`, wanted)
  const order = header.cells.map((name) => columnOf(name))
  const missing = Object.values(columns).filter((name) => !order.includes(name))
  if (missing.length > 0) throw new UserError('csv-invalid', speak`${file} has no column ${missing.join(', ')}`, wanted)
  if (rest.length === 0)
    throw new UserError('csv-invalid', speak`${file} has a heading, and no device below it`, wanted)
  const triples = rest.map((row) => readRow(file, row, order))
  refuseTwice(file, triples)
  return triples
}

function readRow(file: string, { line, cells }: Row, order: readonly (string | undefined)[]): DeviceTriple {
  const surplus = cells.slice(order.length).some((cell) => cell !== '')
  if (surplus) {
    const got = speak`line ${line} of ${file} has ${cells.length} cells, and the heading ${order.length}`
    throw new UserError('csv-invalid', got, speak`a cell that holds a separator wants quotes around it`)
  }
  const cell = (name: keyof DeviceTriple): string => {
    const text = cells[order.indexOf(name)] ?? ''
    if (text === '')
      throw new UserError('csv-invalid', speak`line ${line} of ${file} has no ${name}`, speak(wantedFile))
    const [fits, form] = rules[name]
    if (fits.test(text)) return text
    const hint = isRounded(text)
      ? speak`a spreadsheet made a number of it: take the file as the console exports it`
      : speak(wantedFile)
    throw new UserError('csv-invalid', speak`line ${line} of ${file}: ${name} is not ${speak(form)}`, hint)
  }
  return { productKey: cell('productKey'), deviceName: cell('deviceName'), deviceSecret: cell('deviceSecret') }
}

/** Whether a text is such as 1.23457E+31, which a spreadsheet makes of many digits. */
const isRounded = (text: string) => /^\d+([.,]\d+)?E\+\d+$/i.test(text)

function refuseTwice(file: string, triples: readonly DeviceTriple[]): void {
  const seen = new Set<string>()
  for (const { productKey, deviceName } of triples) {
    const key = `${productKey}/${deviceName}`
    if (seen.has(key)) throw new UserError('csv-invalid', speak`${file} holds ${deviceName} of ${productKey} twice`)
    seen.add(key)
  }
}

function columnOf(name: string): string | undefined {
  return Object.entries(columns).find(([known]) => known === name.toLowerCase().replaceAll(/[\s_]/g, ''))?.[1]
}
