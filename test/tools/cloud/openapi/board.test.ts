import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as sdk from '@alicloud/iot20180120'
import type { PlatformEvent } from '../../../../tools/cloud/model/events.ts'
import { plug, startStage } from '../../../local-platform/stage.ts'
import { officialClient } from '../../../local-platform/official-client.ts'

test('the official client switches the simulated board that runs the built bundle, and sees it come and go', async (t) => {
  const stage = await startStage(50)
  t.after(() => stage.close())
  const { platform, board, accessKey, port } = stage
  const client = officialClient(port, accessKey)
  const { productKey, deviceName } = plug
  const name = { productKey, deviceName }
  const status = async () => (await client.getDeviceStatus(new sdk.GetDeviceStatusRequest(name))).body?.data?.status
  const until = (type: PlatformEvent['type']) =>
    new Promise<void>((resolve) => platform.onEvent((event) => event.type === type && resolve()))
  await until('property-post')
  assert.equal(await status(), 'ONLINE')
  assert.equal(board.pin('D2'), 0)

  const posted = until('property-post')
  const items = JSON.stringify({ PowerSwitch_1: 1 })
  const set = await client.setDeviceProperty(new sdk.SetDevicePropertyRequest({ ...name, items }))
  assert.equal(set.body?.success, true)
  await posted
  assert.equal(board.pin('D2'), 1)
  const read = await client.queryDevicePropertyStatus(new sdk.QueryDevicePropertyStatusRequest(name))
  const [property] = read.body?.data?.list?.propertyStatusInfo ?? []
  assert.deepEqual([property?.identifier, property?.value], ['PowerSwitch_1', '1'])

  const gone = until('offline')
  board.powerOff('silent')
  await gone
  assert.equal(await status(), 'OFFLINE')
})
