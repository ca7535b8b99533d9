import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GivenRuntimes } from './given.ts'
import { makeReport, noteOnRings } from './report.ts'

const judged = { script: '', bytes: 1, sha256: '00' }
const b = { executable: '/kaluma', version: '1.2.1', heapBytes: 184_312 }
const c = { file: '/image', sha256: '11' }
const reportOf = (given: GivenRuntimes) => makeReport(judged, given, { results: [], figures: {} })

test('a run with fewer rings than the last one names what its report has lost, and what to set', () => {
  const note = noteOnRings(reportOf({ b, c }), reportOf({ b, c: undefined }))
  assert.match(note, /^note {2}docs\/measured\/kaluma\.json has lost .* of ring c: set KALUMA_PICO_W /)
})

test('a run with all rings of the last one, or the first one at all, needs no note', () => {
  assert.equal(noteOnRings(reportOf({ b, c: undefined }), reportOf({ b, c })), '')
  assert.equal(noteOnRings(undefined, reportOf({ b, c: undefined })), '')
})

test('the report of --failed keeps the rings whose results it takes over', () => {
  const last = reportOf({ b, c })
  const report = makeReport(judged, { b, c: undefined }, { results: [], figures: {} }, last.rings)
  assert.deepEqual(report.rings.c, { imageSha256: '11' })
})
