// One run of a fleet that may be killed: usage: fleet-child.ts CSV POINT SERIAL ...   kills itself with SIGKILL at the POINT-th point
import { appendFileSync } from 'node:fs'
import { assign } from '../../../tools/fleet/fleet.ts'
import { Ledger } from '../../../tools/fleet/ledger.ts'
import { readDevicesCsv } from '../../../tools/fleet/devices-csv.ts'

const [csv = '', point = '', ...serials] = process.argv.slice(2)
let points = 0

/** A moment at which the power may fail. */
function mayDie(): void {
  if (++points === Number(point)) process.kill(process.pid, 'SIGKILL')
}

/** What a board holds, as its flash would: outlives every kill. */
function writeToBoard(serial: string, deviceName: string): void {
  appendFileSync(`${csv}.boards`, `${serial} ${deviceName}\n`)
}

const triples = readDevicesCsv(csv)
mayDie()
const ledger = new Ledger(`${csv}.ledger`)
mayDie()
for (const serial of serials) {
  if (ledger.ofBoard(serial)?.event === 'flashed') continue
  mayDie()
  const { triple } = assign(triples, ledger, serial)
  mayDie()
  writeToBoard(serial, triple.deviceName)
  mayDie()
  ledger.add('flashed', triple, serial)
  mayDie()
}
ledger.close()
