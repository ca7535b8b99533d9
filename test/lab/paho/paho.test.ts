import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { errorsIn } from './broker.ts'
import { pahoCommand } from './paho-command.ts'

test('npm run paho without a checkout says where to get one and ends with exit code 1', async () => {
  for (const environment of [{}, { PAHO_TESTING: '' }, { PAHO_TESTING: '/nowhere' }]) {
    await assert.rejects(
      pahoCommand([], () => undefined, environment),
      (error) => {
        assert.ok(error instanceof UserError)
        assert.deepEqual([error.slug, error.exitCode], ['no-paho', 1])
        assert.match(error.hint, /git clone https:\/\/github.com\/eclipse\/paho.mqtt.testing/)
        return true
      },
    )
  }
})

test("the test broker's errors are found, its remarks on statements that it follows are not", () => {
  const broken = [
    'ERROR 20250101 120000 [MQTT-3.1.2-3] reserved connect flag must be 0',
    'ERROR 20250101 120000 switch-1: Puback received for msgid 7, but no message found',
  ]
  const fine = [
    'INFO 20250101 120000 [MQTT-3.8.4-1] Must respond with suback',
    'DEBUG 20250101 120000 in: (4) Pingreqs',
  ]
  assert.deepEqual(errorsIn([...fine, ...broken, '  File "MQTTV311.py", line 281, in unpack']), broken)
})
