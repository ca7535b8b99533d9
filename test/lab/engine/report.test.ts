import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EngineName, GivenEngine } from './engines.ts'
import { inPlaceOf, pickCases } from '../case-flags.ts'
import { makeReport, noteOnBuilds } from './report.ts'

const firmware = { file: 'dist/firmware.js', bytes: 1, sha256: '00', script: '' }

const build = (name: EngineName): GivenEngine => ({
  ...{ name, executable: '/espruino', version: '2v29', board: 'LINUX', modules: ['net'], heapVars: 1600 },
})

const reportOf = (...names: EngineName[]) => makeReport(firmware, names.map(build), { results: [], figures: {} })

test('a run with fewer builds than the last one names those that its report has lost, and what to set', () => {
  const note = noteOnBuilds(reportOf('linux', 'esp32', 'noNet'), reportOf('linux'))
  assert.match(
    note,
    /^note {2}docs\/measured\/engine\.json has lost .* of esp32, noNet: set ESPRUINO_ESP32, ESPRUINO_NO_NET /,
  )
})

test('a run with all builds of the last one, with more, or the first one at all needs no note', () => {
  assert.equal(noteOnBuilds(reportOf('linux', 'esp32'), reportOf('linux', 'esp32')), '')
  assert.equal(noteOnBuilds(reportOf('linux'), reportOf('linux', 'esp32')), '')
  assert.equal(noteOnBuilds(undefined, reportOf('linux')), '')
})

test('the report of --failed keeps the builds whose results it takes over', () => {
  const last = reportOf('linux', 'esp8266')
  const report = makeReport(firmware, [build('linux')], { results: [], figures: {} }, last.engines)
  assert.deepEqual(Object.keys(report.engines), ['linux', 'esp8266'])
  assert.equal(noteOnBuilds(last, report), '')
})

test('--failed runs what failed and what is new, and puts its results into the last ones', () => {
  const before = [
    { name: 'a', ok: true },
    { name: 'b', ok: false },
  ]
  const cases = ['a', 'b', 'c'].map((name) => ({ name }))
  assert.deepEqual(pickCases(cases, [], before), [{ name: 'b' }, { name: 'c' }])
  assert.deepEqual(pickCases(cases, [], undefined), cases)
  const results = [
    { name: 'c', ok: true },
    { name: 'b', ok: true },
  ]
  assert.deepEqual(inPlaceOf(before, results), [
    { name: 'a', ok: true },
    { name: 'b', ok: true },
    { name: 'c', ok: true },
  ])
})
