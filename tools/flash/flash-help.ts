import { boardNames } from '../board-kinds/boards.ts'

export const usage = 'npm run flash'

export const help = `usage: ${usage} [-- flags]

Puts the script and device.json on a board over its console and waits until the board is connected. Storage gets two
zones: both files go to the one that is not in use, are verified there, and take over by one bit of flash. A cut of cable
or power, at any moment, leaves the old script or the new one. Needs no internet.

Files on the board that start or restore something else (.bootrst, .boot0 to .boot3, .bootPowerOn, the image of save()) are
named first; it asks, copies them to board-files beside device.json, and removes them.

  --port NAME       the board's console: /dev/ttyUSB0, COM3, tcp://HOST:PORT; without it the only one there is
  --list            shows the ports there are
  --board NAME      refuse another kind of board: ${boardNames.join(', ')}
  --config FILE     the configuration (device.json)
  --script FILE     another script than the one that npm run build makes
  --wait N          how many seconds the board may take to become ready (60); 0 does not wait
  --replace         where Storage cannot hold the old and the new script, erase the old one first
  --keep NAME       leave this file of another script on the board (.bootrst, .varimg ...); may be given more than once
  --yes             ask nothing: yes to everything, --replace and removing files of other scripts among it
  --fleet FILE      one board after another, each with the next identity of FILE, the CSV that the Aliyun console exports
  --release NAME    with --fleet: the board that got this identity is gone; let another have it
  --json            one JSON object a line
  --quiet           only what is wrong
  --verbose         a stack with an error
  --version         which version this is
  --help            this text

exit code: 0 the board is ready; 1 something to mend here; 2 the board said no
`

const text = { type: 'string' } as const
const yes = { type: 'boolean', default: false } as const

export const options = {
  port: text,
  list: yes,
  board: text,
  config: { type: 'string', default: 'device.json' },
  script: text,
  wait: { type: 'string', default: '60' },
  replace: yes,
  keep: { type: 'string', multiple: true, default: [] as string[] },
  yes,
  fleet: text,
  release: text,
  json: yes,
  quiet: yes,
  verbose: yes,
  help: yes,
} as const
