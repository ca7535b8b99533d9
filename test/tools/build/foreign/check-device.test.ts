import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'
import { checkTypes } from '../../../../tools/build/foreign/check-types.mjs'

const folder = mkdtempSync(join(tmpdir(), 'device-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

const app = `import * as iot from '${resolve('firmware/device.ts').replaceAll('\\', '/')}'
const device = iot.device({ productKey: 'a', deviceName: 'lamp-1', deviceSecret: 'b' })
`

/** The lines, counted from those of the test, that are refused. */
function refused(code: string): number[] {
  const file = join(folder, 'app.js')
  writeFileSync(file, app + code)
  const problems = checkTypes(file, [file], read)
  for (const { text } of problems) assert.match(text, /which call of the device this is/)
  return problems.map(({ line }) => line - 2)
}

test('a call of the device by a name that is only known while it runs is refused, with its place', () => {
  const code = `for (const name of ['postProps', 'publish']) device[name]({})
let other
other = iot.device()
other['post' + process.argv]()
function send(board) {
  board[1 + 'x']()
}
send(device)
`
  assert.deepEqual(refused(code), [1, 4])
})

test('one by a text that stands there is not, nor any other object', () => {
  const code = `device['publish']('a', 'b')
device[process.argv.length > 2 ? 'onProps' : 'on']('message')
const table = { publish: 1 }
table[process.argv[0]] = 2
`
  assert.deepEqual(refused(code), [])
})
