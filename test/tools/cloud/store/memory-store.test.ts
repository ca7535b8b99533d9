import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStore } from '../../../../tools/cloud/store/memory-store.ts'

const message = { device: 'plug01&a1DEMO', topicName: '/t', payload: Buffer.from('x'), queuedAtMs: 5 }

test('a message in memory knows with which packetId it was sent, and one that is gone does not come back', () => {
  const { messages } = createMemoryStore()
  for (const id of [1, 2]) messages.add({ id, ...message })
  messages.sent(2, 9)
  messages.remove(1)
  messages.sent(1, 8)
  assert.deepEqual(messages.list(), [{ id: 2, ...message, packetId: 9 }])
})

test('a document in memory is there whole and by its fields, until it is removed', () => {
  const store = createMemoryStore()
  const [one, two] = [
    { value: 1, timeMs: 1 },
    { value: 2, timeMs: 2 },
  ]
  store.write('reported', 'key', { A: one, B: one })
  store.merge('reported', 'key', { B: two, C: two })
  assert.deepEqual(store.read('reported', 'key'), { A: one, B: two, C: two })
  assert.deepEqual([store.field('reported', 'key', 'B'), store.field('reported', 'other', 'B')], [two, undefined])
  store.write('reported', 'key', { C: one })
  assert.deepEqual(store.list('reported'), [{ C: one }])
  store.remove('reported', 'key')
  assert.deepEqual([store.read('reported', 'key'), store.list('reported')], [undefined, []])
})
