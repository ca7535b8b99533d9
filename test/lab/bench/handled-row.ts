import type { GivenEngine } from '../engine/engines.ts'
import { edgeCounter, lifted } from './boot0.ts'
import { present, type Context } from './context.ts'
import type { Contestant } from './contestant.ts'
import { setPackets } from './packets.ts'
import type { Row } from './row.ts'
import { Running } from './runner.ts'
import { spreadOf, type Spread } from './stats.ts'

const count = 100
/** After so many looks in a row without anything new it stops waiting. */
const quietLooks = 8
const lookEveryMs = 250

/** (a): how many of 100 sets, sent at once, drive the pin: some clients cannot take packets above 127 bytes. */
export async function handledRow(context: Context, engine: GivenEngine): Promise<Row> {
  const values: Record<string, Spread> = {}
  for (const one of present(context, ['ours', 'mqttjs', 'tinymqtt'])) {
    context.progress(`a ${engine.name}: how many sets ${one.name} handles`)
    values[one.name] = spreadOf([await handled(one, engine)])
  }
  return {
    measure: 'a',
    what: `handled, of ${count} sets at once`,
    engine: engine.name,
    unit: 'sets',
    better: 'more',
    values,
  }
}

async function handled(contestant: Contestant, engine: GivenEngine): Promise<number> {
  const running = await Running.start(contestant, engine, lifted + edgeCounter)
  try {
    running.broker.send(setPackets(1, count))
    let last = -1
    for (let quiet = 0; quiet < quietLooks;) {
      await new Promise((wake) => setTimeout(wake, lookEveryMs))
      const [edges = 0] = await running.ask('edges')
      quiet = edges === last ? quiet + 1 : 0
      last = edges
      if (edges === count) break
    }
    return last
  } finally {
    await running.stop()
  }
}
