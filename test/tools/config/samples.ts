/** The parts of a good configuration; a sample changes one of them. */
export const secret = 'fedcba9876543210fedcba9876543210'
export const wifi = { ssid: 'Home', password: 'correct horse' }
export const aliyun = { productKey: 'a1b2C3d4E5F', deviceName: 'switch-1', deviceSecret: secret, region: 'cn-shanghai' }
export const mqtt = {
  clientId: 'a1b2C3d4E5F.switch-1|securemode=2,signmethod=hmacsha256,timestamp=1700000000000|',
  username: 'switch-1&a1b2C3d4E5F',
  passwd: secret + secret,
  mqttHostUrl: 'iot-06z00.mqtt.iothub.aliyuncs.com',
  port: 1883,
}
export const switches = { PowerSwitch_1: { pin: 'D2' } }
export const good = { wifi, aliyun, switches }

const { region: _region, ...nowhere } = aliyun
const omit = <Key extends string>(from: Readonly<Record<Key, unknown>>, key: Key) => ({ ...from, [key]: undefined })
const withWifi = (part: object) => ({ ...good, wifi: { ...wifi, ...part } })
const withAliyun = (part: object) => ({ ...good, aliyun: { ...aliyun, ...part } })
const withMqtt = (part: object) => ({ wifi, mqtt: { ...mqtt, ...part }, switches })
const withSwitch = (part: object) => ({ ...good, switches: { PowerSwitch_1: { pin: 'D2', ...part } } })
const withLink = (link: unknown) => ({ ...good, link })

/** Configurations that tools and device take. */
export const goodOnes: Record<string, unknown> = {
  'the least': good,
  'with $schema': { $schema: './device.schema.json', ...good },
  'an open network': withWifi({ password: '' }),
  'the shortest password': withWifi({ password: '12345678' }),
  'the longest password': withWifi({ password: 'x'.repeat(64) }),
  'the shortest ssid': withWifi({ ssid: 'H' }),
  'the longest ssid': withWifi({ ssid: 'H'.repeat(32) }),
  'an ssid of 10 Chinese characters': withWifi({ ssid: '\u5ba2'.repeat(10) }),
  'a password of 3 Chinese characters': withWifi({ password: '\u5ba2\u5385\u5bb6' }),
  'quotes and backslashes': withWifi({ ssid: '"\\"', password: 'a"b\\c\u00e9\u{1f511}' }),
  'the longest names': withAliyun({ productKey: 'k'.repeat(31), deviceName: 'Az09_.:@-'.padEnd(32, 'n') }),
  'a secret with any characters': withAliyun({ deviceSecret: '|&"\\ #+/'.repeat(4) }),
  'instanceId for region': { ...good, aliyun: { ...nowhere, instanceId: 'iot-06z00' } },
  'host for region': { ...good, aliyun: { ...nowhere, host: '127.0.0.1', port: 1883, tls: false } },
  'the longest host': withAliyun({ host: 'h'.repeat(127) }),
  'a region of tomorrow': withAliyun({ region: 'mars-north-1' }),
  'TLS with a CA': withAliyun({ tls: true, ca: 'MIIB+/==' }),
  'TLS on the highest port': withAliyun({ tls: true, port: 65_535 }),
  'the lowest port': withAliyun({ port: 1 }),
  "the console's parameters": withMqtt({}),
  'the least of the parameters': withMqtt({ clientId: 'c', username: 'd&p', passwd: 'p'.repeat(32), port: 1 }),
  "the console's parameters over TLS": withMqtt({ tls: true, port: 8883, ca: 'MIIB+/==' }),
  "the console's parameters, TLS on 1883": withMqtt({ tls: true }),
  'three switches': {
    ...good,
    switches: {
      PowerSwitch_1: { pin: 'D2', activeHigh: false, atBoot: 'restore' },
      PowerSwitch_2: { pin: 'A0', activeHigh: true, atBoot: 'on' },
      PowerSwitch_10: { pin: 'D39', atBoot: 'off' },
    },
  },
  'a button': withSwitch({ button: 'D0' }),
  'two switches with a button each': {
    ...good,
    switches: { PowerSwitch_1: { pin: 'D2', button: 'D0' }, PowerSwitch_2: { pin: 'D4', button: 'D5' } },
  },
  'the shortest times': withLink({ keepAliveS: 30, rebootAfterMin: 0 }),
  'the longest times': withLink({ keepAliveS: 1200, rebootAfterMin: 10_080 }),
  'an empty link': withLink({}),
}

/** Configurations that tools and device refuse, and the path that both name. */
export const badOnes: Record<string, [path: string, config: unknown]> = {
  'no wifi': ['wifi', omit(good, 'wifi')],
  'wifi as text': ['wifi', { ...good, wifi: 'Home' }],
  'wifi null': ['wifi', { ...good, wifi: null }],
  'no ssid': ['wifi.ssid', withWifi({ ssid: undefined })],
  'an empty ssid': ['wifi.ssid', withWifi({ ssid: '' })],
  'an ssid of 33 bytes': ['wifi.ssid', withWifi({ ssid: 'H'.repeat(33) })],
  'an ssid of 11 Chinese characters': ['wifi.ssid', withWifi({ ssid: '\u5ba2'.repeat(11) })],
  'an ssid that is a number': ['wifi.ssid', withWifi({ ssid: 123 })],
  'no password': ['wifi.password', withWifi({ password: undefined })],
  'a password of 7': ['wifi.password', withWifi({ password: '1234567' })],
  'a password of 65': ['wifi.password', withWifi({ password: 'x'.repeat(65) })],
  'a password that is null': ['wifi.password', withWifi({ password: null })],
  'an unknown key of wifi': ['wifi.channel', withWifi({ channel: 6 })],
  'no productKey': ['aliyun.productKey', withAliyun({ productKey: undefined })],
  'a productKey with a space': ['aliyun.productKey', withAliyun({ productKey: 'a1b2 ' })],
  'a deviceName with a bar': ['aliyun.deviceName', withAliyun({ deviceName: 'switch|1' })],
  'a deviceName with an ampersand': ['aliyun.deviceName', withAliyun({ deviceName: 'switch&1' })],
  'a deviceName of 33': ['aliyun.deviceName', withAliyun({ deviceName: 'n'.repeat(33) })],
  'a Chinese deviceName': ['aliyun.deviceName', withAliyun({ deviceName: '\u5f00\u5173' })],
  'a secret of 31': ['aliyun.deviceSecret', withAliyun({ deviceSecret: secret.slice(1) })],
  'a secret of 33': ['aliyun.deviceSecret', withAliyun({ deviceSecret: `${secret}0` })],
  'no region': ['aliyun.region', { ...good, aliyun: nowhere }],
  'an empty region': ['aliyun.region', withAliyun({ region: '' })],
  'a host with a scheme': ['aliyun.host', withAliyun({ host: 'mqtt://127.0.0.1/' })],
  'a host that the engine would cut': ['aliyun.host', withAliyun({ host: 'h'.repeat(128) })],
  'port 0': ['aliyun.port', withAliyun({ port: 0 })],
  'port 65536': ['aliyun.port', withAliyun({ port: 65_536 })],
  'half a port': ['aliyun.port', withAliyun({ port: 1883.5 })],
  'a port as text': ['aliyun.port', withAliyun({ port: '1883' })],
  'tls as text': ['aliyun.tls', withAliyun({ tls: 'true' })],
  'ca too long': ['aliyun.ca', withAliyun({ tls: true, ca: 'x'.repeat(4097) })],
  'tls as number': ['aliyun.tls', withAliyun({ tls: 1 })],
  'an unknown key of aliyun': ['aliyun.secret', withAliyun({ secret: 'x' })],
  'an empty aliyun': ['aliyun.deviceSecret', { ...good, aliyun: {} }],
  'parameters without port': ['mqtt.port', withMqtt({ port: undefined })],
  'a username without ampersand': ['mqtt.username', withMqtt({ username: 'switch-1' })],
  'a username without deviceName': ['mqtt.username', withMqtt({ username: '&a1b2C3d4E5F' })],
  'a passwd of 31': ['mqtt.passwd', withMqtt({ passwd: secret.slice(1) })],
  'a clientId of 257': ['mqtt.clientId', withMqtt({ clientId: 'c'.repeat(257) })],
  'a host of the parameters that the engine would cut': [
    'mqtt.mqttHostUrl',
    withMqtt({ mqttHostUrl: 'h'.repeat(128) }),
  ],
  'a URL for a host': ['mqtt.mqttHostUrl', withMqtt({ mqttHostUrl: 'mqtt://host/' })],
  'parameters with tls as text': ['mqtt.tls', withMqtt({ tls: 'true' })],
  'parameters with an empty ca': ['mqtt.ca', withMqtt({ tls: true, ca: '' })],
  'parameters with an unknown key': ['mqtt.region', withMqtt({ region: 'cn-shanghai' })],
  'no switches': ['switches', omit(good, 'switches')],
  'empty switches': ['switches', { ...good, switches: {} }],
  'switches as text': ['switches', { ...good, switches: 'PowerSwitch_1' }],
  PowerSwitch_0: ['switches.PowerSwitch_0', { ...good, switches: { PowerSwitch_0: { pin: 'D2' } } }],
  PowerSwitch_01: ['switches.PowerSwitch_01', { ...good, switches: { PowerSwitch_01: { pin: 'D2' } } }],
  powerswitch_1: ['switches.powerswitch_1', { ...good, switches: { powerswitch_1: { pin: 'D2' } } }],
  'a switch without pin': ['switches.PowerSwitch_1.pin', withSwitch({ pin: undefined })],
  'a pin that is a number': ['switches.PowerSwitch_1.pin', withSwitch({ pin: 2 })],
  'an empty pin': ['switches.PowerSwitch_1.pin', withSwitch({ pin: '' })],
  'a long pin': ['switches.PowerSwitch_1.pin', withSwitch({ pin: 'D23456789' })],
  'one pin for two': [
    'switches.PowerSwitch_2.pin',
    { ...good, switches: { ...switches, PowerSwitch_2: { pin: 'D2' } } },
  ],
  'a button that is a number': ['switches.PowerSwitch_1.button', withSwitch({ button: 0 })],
  'an empty button': ['switches.PowerSwitch_1.button', withSwitch({ button: '' })],
  'a long button': ['switches.PowerSwitch_1.button', withSwitch({ button: 'D23456789' })],
  'a button on its own pin': ['switches.PowerSwitch_1.button', withSwitch({ button: 'D2' })],
  'one button for two': [
    'switches.PowerSwitch_2.button',
    { ...good, switches: { PowerSwitch_1: { pin: 'D2', button: 'D0' }, PowerSwitch_2: { pin: 'D4', button: 'D0' } } },
  ],
  'a button on the pin of another switch': [
    'switches.PowerSwitch_2.button',
    { ...good, switches: { PowerSwitch_1: { pin: 'D2' }, PowerSwitch_2: { pin: 'D4', button: 'D2' } } },
  ],
  'activeHigh as text': ['switches.PowerSwitch_1.activeHigh', withSwitch({ activeHigh: 'yes' })],
  'atBoot in capitals': ['switches.PowerSwitch_1.atBoot', withSwitch({ atBoot: 'ON' })],
  'an unknown key of a switch': ['switches.PowerSwitch_1.activHigh', withSwitch({ activHigh: true })],
  'a keep alive of 29': ['link.keepAliveS', withLink({ keepAliveS: 29 })],
  'a keep alive of 20': ['link.keepAliveS', withLink({ keepAliveS: 20 })],
  'a keep alive of 1201': ['link.keepAliveS', withLink({ keepAliveS: 1201 })],
  'half a keep alive': ['link.keepAliveS', withLink({ keepAliveS: 60.5 })],
  'a negative time': ['link.rebootAfterMin', withLink({ rebootAfterMin: -1 })],
  'more than a week': ['link.rebootAfterMin', withLink({ rebootAfterMin: 10_081 })],
  'link as number': ['link', withLink(60)],
  'an unknown key of link': ['link.keepalive', withLink({ keepalive: 60 })],
  'an unknown key': ['wify', { ...good, wify: {} }],
}
