import { readFileSync } from 'node:fs'
import type { DeviceTriple } from '../flash/config-for-board.ts'
import { UserError } from '../user-error.ts'

/** Columns of the CSV that Aliyun's console exports for a batch of devices, whatever their order and case. */
const columns = { devicename: 'deviceName', devicesecret: 'deviceSecret', productkey: 'productKey' } as const
/** As in device.json: a row that would be refused there is refused before any board is touched. */
const rules: Readonly<Record<keyof DeviceTriple, readonly [fits: RegExp, form: string]>> = {
  productKey: [/^[\w.:@-]{1,31}$/, '1 to 31 of A-Z a-z 0-9 _ . : @ -'],
  deviceName: [/^[\w.:@-]{1,32}$/, '1 to 32 of A-Z a-z 0-9 _ . : @ -'],
  deviceSecret: [/^[\x20-\x7e]{32}$/, '32 characters'],
}
const wanted = 'wanted: the file as the console exports it, with the columns DeviceName, DeviceSecret, ProductKey'

/**
 * The identities of a CSV file, in its order. Throws UserError csv-missing, and csv-invalid with the line; never a word of
 * the line itself, which holds secrets.
 */
export function readDevicesCsv(file: string): DeviceTriple[] {
  const rows = readText(file)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((text, at) => ({ cells: text.split(',').map(unquoted), line: at + 1, isEmpty: text.trim() === '' }))
    .filter(({ isEmpty }) => !isEmpty)
  const [header, ...rest] = rows
  const order = (header?.cells ?? []).map((name) => columnOf(name))
  const missing = Object.values(columns).filter((name) => !order.includes(name))
  if (missing.length > 0) throw new UserError('csv-invalid', `${file} has no column ${missing.join(', ')}`, wanted)
  const triples = rest.map(({ cells, line }) => readRow(file, line, cells, order))
  refuseTwice(file, triples)
  return triples
}

function readRow(
  file: string,
  line: number,
  cells: readonly string[],
  order: readonly (string | undefined)[],
): DeviceTriple {
  const cell = (name: keyof DeviceTriple): string => {
    const text = cells[order.indexOf(name)] ?? ''
    if (text === '') throw new UserError('csv-invalid', `line ${line} of ${file} has no ${name}`, wanted)
    const [fits, form] = rules[name]
    if (!fits.test(text)) throw new UserError('csv-invalid', `line ${line} of ${file}: ${name} is not ${form}`, wanted)
    return text
  }
  return { productKey: cell('productKey'), deviceName: cell('deviceName'), deviceSecret: cell('deviceSecret') }
}

function refuseTwice(file: string, triples: readonly DeviceTriple[]): void {
  const seen = new Set<string>()
  for (const { productKey, deviceName } of triples) {
    const key = `${productKey}/${deviceName}`
    if (seen.has(key)) throw new UserError('csv-invalid', `${file} holds ${deviceName} of ${productKey} twice`)
    seen.add(key)
  }
}

/** Names and secrets of Aliyun hold neither quotes nor commas; a spreadsheet may put them in quotes all the same. */
function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, '$1')
}

function columnOf(name: string): string | undefined {
  return Object.entries(columns).find(([known]) => known === name.toLowerCase().replaceAll(/[\s_]/g, ''))?.[1]
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError('csv-missing', error instanceof Error ? error.message : String(error), wanted)
  }
}
