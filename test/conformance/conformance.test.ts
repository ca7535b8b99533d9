import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askBoard } from './ask-board.ts'
import { differences, engineDifferences } from './compare.ts'
import { readProbes } from './probe.ts'

const probes = readProbes()
const within = probes.filter((probe) => probe.beyond === undefined)
const beyond = probes.filter((probe) => probe.beyond !== undefined)

test('there are at least 150 probes, each with an answer and a name of its own', () => {
  assert.ok(probes.length >= 150, `${probes.length} probes`)
  assert.equal(new Set(probes.map((probe) => probe.id)).size, probes.length)
  for (const probe of probes) assert.notEqual(probe.board, '', probe.id)
})

test(`the simulated board answers ${within.length} probes as a board does`, () => {
  assert.deepEqual(differences(within, askBoard(within), 'board'), [])
})

test(`the ${beyond.length} probes said to be beyond the simulated board are`, () => {
  const wrong = differences(beyond, askBoard(beyond), 'board')
  assert.equal(wrong.length, beyond.length, 'a probe that is answered rightly needs no excuse')
})

const engines = [
  ['ESPRUINO', 'linux'],
  ['ESPRUINO_ESP32', 'board'],
  ['ESPRUINO_ESP8266', 'board'],
] as const

for (const [variable, kind] of engines) {
  const executable = process.env[variable]
  test(
    `the engine at ${variable} answers every probe`,
    { skip: executable === undefined && `${variable} is not set` },
    async () => {
      assert.deepEqual(await engineDifferences(kind, executable), [])
    },
  )
}
