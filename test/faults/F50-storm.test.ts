import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Storm } from '../lab/soak/storm.ts'
import { troubles } from '../lab/soak/troubles.ts'
import { allHabits } from '../rig/fault-test.ts'

for (const habit of allHabits) {
  test(`F50 an hour of ${Object.keys(troubles).length} kinds of trouble at random: 400 sets and 40 reconnects, I1 to I5 hold (${habit})`, () => {
    const storm = new Storm('F50', habit)
    storm.hour()
    assert.ok(storm.messages >= 400, `${storm.messages} messages`)
    assert.ok(storm.reconnects >= 40, `${storm.reconnects} reconnects`)
  })
}
