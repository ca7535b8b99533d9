import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEventHub } from '../../../../tools/cloud/model/events.ts'
import { createDrops } from '../../../../tools/cloud/session/drops.ts'
import { lamp, plug } from '../../../local-platform/memory-cloud.ts'

test('drops are counted for each device and each reason apart, whatever their topic', () => {
  const hub = createEventHub()
  const totals: number[] = []
  hub.listen((event) => event.type === 'dropped' && totals.push(event.total))
  const { drop } = createDrops(hub)
  drop(plug, '/a', 'rate-limit')
  drop(plug, '/b', 'rate-limit')
  drop(plug, '/a', 'not-json')
  drop(lamp, '/a', 'rate-limit')
  drop(plug, '/a', 'rate-limit')
  assert.deepEqual(totals, [1, 2, 1, 1, 3])
})
