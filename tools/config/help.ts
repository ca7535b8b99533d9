import { boardNames } from '../board-kinds/boards.ts'
import { deviceSecretVariable } from '../identity/secret-variable.ts'
import { wifiPasswordVariable } from './draft/secrets.ts'

export const usage = 'npm run config'

export const help = `usage: ${usage} [-- flags]

Writes device.json: asks for what is missing, checks each answer at once. Enter keeps what the file has. What was answered
before it ended early is in device.json.draft, for you only, and the next one goes on from there.

  --check              checks the file there: every problem with line, column, what came, what is wanted, what to do
  --print              shows the file there, secrets as asterisks
  --file FILE          another file than device.json

Where nobody can be asked (no terminal, or CI=1) flags and variables must say all that the file does not:

  --board NAME         ${boardNames.join(', ')}
  --ssid NAME          the Wi-Fi's name; --open: it has no password
  --product-key KEY    the device triple
  --device-name NAME
  --region NAME        cn-shanghai ...; or --instance-id iot-...
  --mqtt-host HOST     another host, such as the local platform's; --mqtt-port N
  --tls                connect with TLS
  --console-json FILE  the JSON that the console copies (device triple or MQTT connection parameters); - reads input
  --pin PIN            the switch's pin: D5
  --button PIN         a button to ground that toggles the switch: D0 is BOOT on an ESP32; none by default
  --active-high, --active-low   the level at which the load is on
  --at-boot WORD       off, on or restore
  --keep-alive N       seconds, 30 to 1200

Secrets are never flags: the prompt asks for them, or they come from the environment
as ${wifiPasswordVariable} and ${deviceSecretVariable}, or from --secrets-from FILE|-, whose lines are NAME=value.

  --json               with --check: one JSON object
  --verbose            a stack with an error
  --version            which version this is
  --help               this text

exit code: 0 written, or nothing wrong; 1 something to mend
`

const text = { type: 'string' } as const
const yes = { type: 'boolean', default: false } as const

export const options = {
  check: yes,
  print: yes,
  file: { type: 'string', default: 'device.json' },
  board: text,
  ssid: text,
  open: yes,
  'product-key': text,
  'device-name': text,
  region: text,
  'instance-id': text,
  'mqtt-host': text,
  'mqtt-port': text,
  tls: yes,
  'console-json': text,
  pin: text,
  'active-high': yes,
  'active-low': yes,
  button: text,
  'at-boot': text,
  'keep-alive': text,
  'secrets-from': text,
  json: yes,
  verbose: yes,
  help: yes,
} as const
