import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createConsoleBoard } from '../../../tools/board/console/console.ts'
import { createRealClock } from '../../../tools/time/real-clock.ts'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'
import { EspruinoLink } from '../../../tools/serial/espruino-link.ts'
import { endIdleThread } from '../../../tools/serial/espruino-thread.ts'
import { guard } from '../../../tools/serial/guard.ts'
import type { Port } from '../../../tools/serial/port.ts'

after(() => endIdleThread())

test("a packet whose length has a byte of 4 is sent without one: at a Ctrl-D the engine's Linux build ends", async () => {
  const cable = createConsoleBoard({ script: '', clock: createRealClock(), transport: createTcpTransport() })
  cable.board.boot()
  const sent: number[] = []
  const port: Port = {
    ...{ name: 'cable', onData: () => undefined, onLost: () => undefined, close: () => Promise.resolve() },
    write(bytes) {
      sent.push(...bytes)
      cable.input(bytes)
      return Promise.resolve()
    },
  }
  cable.onOutput = (bytes) => setImmediate(() => port.onData(bytes))
  const link = await EspruinoLink.over(port)
  // The checksum in the packet has more digits or fewer: some text of this length or near it fits.
  const texts = Array.from({ length: 400 }, (_, i) => `"${'x'.repeat(100 + (i % 100))}${Math.floor(i / 100)}".length`)
  const expression = texts.find((text) => (guard(text, 1).length & 0xff) === 4)
  assert.ok(expression)
  assert.equal(await link.evaluate(expression, 5_000), Function(`return ${expression}`)())
  assert.ok(!sent.includes(4))
  await link.end()
  cable.board.powerOff()
})
