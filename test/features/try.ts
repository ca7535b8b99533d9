import { AppBench, buildApp } from '../apps/app-bench.ts'
const { script } = await buildApp('test/features/apps/everything.ts')
const bench = new AppBench(script, { habit: 'esp32' })
bench.bootReady()
for (let n = 0; n < 20; n++) { bench.message('user/ask', String(n)); bench.pass(300) }
bench.pass(15000)
for (const line of bench.lines()) console.log(line)
for (const p of bench.said('')) console.log(p.at, p.topicName, p.payload)
bench.assertInvariants()
console.log(bench.peer.received.filter(({packet}) => packet.type==='subscribe').map(({packet}) => packet.filters[0].topicFilter).join('\n'))
