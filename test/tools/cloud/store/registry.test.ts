import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStore } from '../../../../tools/cloud/store/memory-store.ts'
import { createRegistry } from '../../../../tools/cloud/store/registry.ts'

const plug = { productKey: 'a1A', deviceName: 'plug', deviceSecret: 's' }

test('a product is known as long as a file describes it or it has a device', () => {
  const store = createMemoryStore()
  const registry = createRegistry(store, { byKey: { a1FILE: {} }, fallback: { topics: {} } }, () => 1)
  const keys = () => registry.productKeys()
  assert.deepEqual(keys(), ['a1FILE'])
  registry.put(plug)
  registry.put({ ...plug, deviceSecret: 'another' })
  registry.put({ ...plug, deviceName: 'lamp' })
  assert.deepEqual(keys(), ['a1FILE', 'a1A'])
  assert.equal(registry.remove(plug), true)
  assert.equal(registry.remove(plug), false)
  assert.deepEqual(keys(), ['a1FILE', 'a1A'])
  registry.remove({ ...plug, deviceName: 'lamp' })
  assert.deepEqual(keys(), ['a1FILE'])
  assert.deepEqual([registry.product('a1FILE'), registry.product('a1A')], [{}, { topics: {} }])
})

test('who is put again keeps when it was made and what is known of it, and a note for nobody makes nobody', () => {
  let now = 1
  const store = createMemoryStore()
  const registry = createRegistry(store, { byKey: {}, fallback: {} }, () => now)
  registry.put(plug)
  registry.note(plug, { activatedAtMs: 5 })
  now = 9
  registry.put({ ...plug, deviceSecret: 'new' })
  const whole = { ...plug, deviceSecret: 'new', createdAtMs: 1, activatedAtMs: 5 }
  assert.deepEqual([registry.find(plug), store.list('device')], [whole, [whole]])
  registry.note({ ...plug, deviceName: 'nobody' }, { activatedAtMs: 5 })
  assert.equal(registry.all().length, 1)
  const again = createRegistry(store, { byKey: {}, fallback: {} }, () => now)
  assert.deepEqual([again.all(), again.productKeys()], [[whole], ['a1A']])
  again.remove(plug)
  assert.deepEqual(store.list('device'), [])
})
