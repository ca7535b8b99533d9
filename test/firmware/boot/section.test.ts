import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootBoard, changed, goodConfig, goodMqttConfig, type Booted } from '../support/board-at-boot.ts'

const section = { level: 5, name: 'x' }
const rules = 'level n 0 10 !,name s 1 4'

/** Boots an application with a section `mine`, which notes what it is told of it. */
function bootWith(config: unknown, lacks: readonly 'net'[] = []): { booted: Booted; calls: unknown[] } {
  const calls: unknown[] = []
  const booted = bootBoard({
    config,
    lacks,
    app: (load) =>
      load('firmware/device.ts').configure(
        'mine',
        (given) => calls.push(['start', given]),
        (given, tell, check) => {
          calls.push(['check', given])
          const checked = check(tell, 'mine', given, rules)
          calls.push(['checked', checked])
        },
      ),
  })
  return { booted, calls }
}

const errorsOf = ({ fake }: Booted): string[] => fake.seen('log').filter((line) => line.startsWith('E '))
const base: unknown = changed(goodConfig, 'switches', undefined)

test('a section of the application is checked by its rules, and handed over once all has proved right', () => {
  const { booted, calls } = bootWith(changed(base, 'mine', section))
  assert.deepEqual(calls, [
    ['check', section],
    ['checked', section],
    ['start', section],
  ])
  assert.deepEqual(errorsOf(booted), [])
  assert.ok(booted.config)
})

test('it is handed over before the device signs in: before the line of the start', () => {
  const { fake } = bootBoard({
    config: changed(base, 'mine', section),
    app: (load) => {
      const { configure, log } = load('firmware/device.ts')
      configure(
        'mine',
        () => log('I app started'),
        () => undefined,
      )
    },
  })
  const order = ['log I app started', 'log I boot 2v29 FAKE plug01&a1B2c3D4e5F', 'hash'].map((event) =>
    fake.events.indexOf(event),
  )
  assert.deepEqual(
    [...order].sort((one, other) => one - other),
    order,
  )
  assert.equal(order.includes(-1), false)
})

test('without a check of its own whatever is in the section, or none, is handed over', () => {
  for (const mine of [section, { other: [1] }, 7, undefined]) {
    const calls: unknown[] = []
    const booted = bootBoard({
      config: changed(base, 'mine', mine),
      app: (load) => load('firmware/device.ts').configure('mine', (given) => calls.push(given)),
    })
    assert.deepEqual([calls, errorsOf(booted)], [[mine], []])
  }
})

// What is wrong in it -> the problem.
for (const [what, mine, problem] of [
  ['a value', { level: 11 }, 'mine.level 11, wanted 0 to 10'],
  ['a missing key', { name: 'x' }, 'mine.level is missing, wanted 0 to 10'],
  ['an unknown key', { ...section, extra: 1 }, 'mine.extra is unknown'],
  ['a section that is missing', undefined, 'mine is missing or no object'],
  ['a section that is no object', 7, 'mine is missing or no object'],
] as const) {
  test(`${what} that its rules do not allow is told, and the application is not started`, () => {
    const { booted, calls } = bootWith(changed(base, 'mine', mine))
    assert.deepEqual(errorsOf(booted), [`E boot config-invalid ${problem}`])
    assert.equal(booted.config, undefined)
    assert.equal(JSON.stringify(calls).includes('"start"'), false)
  })
}

test('when another section is wrong, or the build has no net, it is checked and not started', () => {
  for (const [config, lacks] of [
    [changed(changed(base, 'mine', section), 'wifi/ssid', ''), []],
    [changed(changed(base, 'mine', section), 'aliyun/port', 0), []],
    [changed(base, 'mine', section), ['net']],
  ] as const) {
    const { booted, calls } = bootWith(config, lacks)
    assert.equal(errorsOf(booted).length, 1)
    assert.deepEqual(calls, [
      ['check', section],
      ['checked', section],
    ])
    assert.equal(booted.config, undefined)
  }
})

test('problems of both are told in one run', () => {
  const { booted } = bootWith(changed(changed(base, 'mine', { level: -1 }), 'wifi/ssid', ''))
  assert.deepEqual(
    errorsOf(booted).map((line) => line.split(' ')[3]),
    ['wifi.ssid', 'mine.level'],
  )
})

test('a section that no application has asked for is unknown; that of the switches may be there for any', () => {
  const plain = (config: unknown): string[] =>
    errorsOf(bootBoard({ config, app: (load) => load('firmware/device.ts') }))
  assert.deepEqual(plain(base), [])
  assert.deepEqual(plain(goodConfig), [])
  assert.deepEqual(plain(changed(base, 'mine', section)), [
    'E boot config-invalid mine is unknown to this script: npm run flash',
  ])
  const { booted } = bootWith(changed(changed(goodConfig, 'mine', section), 'other', {}))
  assert.deepEqual(errorsOf(booted), ['E boot config-invalid other is unknown to this script: npm run flash'])
})

const options = { productKey: 'p', deviceName: 'dev1', deviceSecret: 's'.repeat(32), region: 'cn-beijing' }
const withOptions = (config: unknown, given: object | undefined): Booted =>
  bootBoard({ config, app: (load) => load('firmware/device.ts').device(given as typeof options) })

test('options of device() stand for the sections aliyun and mqtt, whichever is there', () => {
  const ofConsole = changed(goodMqttConfig, 'switches', undefined)
  for (const config of [base, changed(base, 'aliyun', undefined), ofConsole]) {
    const booted = withOptions(config, options)
    assert.deepEqual(errorsOf(booted), [])
    assert.deepEqual([booted.config?.aliyun, booted.config?.mqtt], [options, undefined])
    assert.deepEqual(booted.fake.seen('log'), ['I boot 2v29 FAKE dev1&p'])
    assert.equal(booted.load('firmware/identity/destination.ts').host, 'p.iot-as-mqtt.cn-beijing.aliyuncs.com')
  }
})

test('without a region they mean cn-shanghai; keepalive is keepAliveS; what only the SDK knows is ignored', () => {
  const { region: _region, ...triple } = options
  const booted = withOptions(changed(base, 'link', { rebootAfterMin: 7 }), {
    ...triple,
    keepalive: 90,
    clean: true,
    onLog: 1,
  })
  assert.deepEqual(errorsOf(booted), [])
  assert.deepEqual(booted.config?.aliyun, { ...triple, region: 'cn-shanghai' })
  assert.deepEqual(booted.config?.link, { rebootAfterMin: 7, keepAliveS: 90 })
})

test('they are checked as those sections are, and without a secret in what is told', () => {
  const booted = withOptions(base, { ...options, deviceName: undefined, deviceSecret: 'hunter2', keepalive: 5 })
  assert.deepEqual(errorsOf(booted), [
    'E boot config-invalid aliyun.deviceName is missing, wanted 4 to 32 of A-Z a-z 0-9 _ . : @ -',
    'E boot config-invalid aliyun.deviceSecret is wrong, wanted 32 to 32 characters',
    'E boot config-invalid link.keepAliveS 5, wanted 30 to 1200',
  ])
})

test('device() without options leaves the configuration as it is, and returns what an application calls', () => {
  const booted = withOptions(base, undefined)
  assert.deepEqual(booted.config?.aliyun, goodConfig.aliyun)
  const api = booted.load('firmware/device.ts')
  const device = api.device()
  for (const name of ['on', 'onProps', 'postProps', 'publish', 'subscribe', 'postEvent', 'onService'] as const)
    assert.ok(typeof device[name] === 'function' && device[name] === api[name], name)
})

test('the usual script may be asked for anything, and its configuration is a file', () => {
  const { asksFor, isFromFile } = bootBoard().load('firmware/device.ts')
  assert.deepEqual(
    [asksFor('mqtt'), asksFor('*.tls', true), asksFor('mine.level', 7), isFromFile()],
    Array(4).fill(true),
  )
})
