import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { startPlatform } from '../../../../tools/cloud/start-platform.ts'
import { accessKey, plug } from '../../../local-platform/official-client.ts'

async function startSecure(t: TestContext) {
  const caDirectory = mkdtempSync(join(tmpdir(), 'https-'))
  t.after(() => rmSync(caDirectory, { recursive: true }))
  const ports = { port: 0, controlPort: 0, httpsPort: 0 }
  const running = await startPlatform({ devices: [plug], ...ports, accessKey, caDirectory })
  t.after(() => running.close())
  return running
}

const program = `
  import iot, { GetDeviceStatusRequest } from '@alicloud/iot20180120'
  import { Config } from '@alicloud/openapi-client'
  const [config, device] = JSON.parse(process.env.ASK)
  const client = new iot.default(new Config(config))
  const { body } = await client.getDeviceStatus(new GetDeviceStatusRequest(device))
  process.stdout.write(body.data.status)
`

/** The official client in a process of its own: Node reads NODE_EXTRA_CA_CERTS once, when it starts. */
async function askStatus(
  endpoint: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ output: string; errors: string }> {
  const { productKey, deviceName } = plug
  const ask = JSON.stringify([
    { ...accessKey, endpoint, protocol: 'https' },
    { productKey, deviceName },
  ])
  const env = { ...process.env, ...environment, ASK: ask }
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { env })
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { output, errors }
}

test('the official client asks over HTTPS with the test CA in NODE_EXTRA_CA_CERTS, and not without', async (t) => {
  const { httpsPort, caFile = '' } = await startSecure(t)
  const endpoint = `localhost:${httpsPort}`
  const [trusting, other] = await Promise.all([
    askStatus(endpoint, { NODE_EXTRA_CA_CERTS: caFile }),
    askStatus(endpoint, { NODE_EXTRA_CA_CERTS: '' }),
  ])
  assert.deepEqual(trusting, { output: 'UNACTIVE', errors: '' })
  assert.equal(other.output, '')
  assert.match(other.errors, /certificate/)
})
