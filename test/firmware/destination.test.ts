import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectOptions, setDestination } from '../../firmware/destination.ts'

const destination = {
  ...{ hostName: 'broker', portNumber: 8883, overTls: true, keepAlive: 60 },
  ...{ user: 'plug01&a1B2c3D4e5F', secret: 'pass' },
}

test('the CA of the configuration reaches the socket as DER, and none where there is none', () => {
  setDestination({ ...destination, trusted: 'MIIB' })
  assert.deepEqual(connectOptions(), { host: 'broker', port: 8883, ca: '0\x82\x01' })
  setDestination(destination)
  assert.deepEqual(connectOptions(), { host: 'broker', port: 8883 })
})
