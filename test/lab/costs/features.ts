import { importing, type CostApp } from './apps.ts'

/** An application that uses a feature of the platform, in the smallest way, beside the post that all of them have. */
export interface FeatureApp extends CostApp {
  readonly imports: string
  readonly use: string
}

/** Longer than any of them waits for an answer, ms. */
const restMs = 13_000

const post = 'postProps({ Level: 7 })'

/** What features are compared with: an application that only posts. */
export const featuresBase: CostApp = { name: 'base', source: importing('postProps', post) }

/** [as the table names it, what is imported, the use], in the order of docs/platform-features.md. */
const uses: readonly (readonly [name: string, imports: string, use: string])[] = [
  ['postEvent(id, params)', 'postEvent', "postEvent('Alarm', { Level: 7 })"],
  ['onService(id, f)', 'onService', "onService('Restart', () => {})"],
  ["onRrpc('', f)", 'onRrpc', "onRrpc('', () => {})"],
  ["onRrpc('user/ask', f)", 'onRrpc', "onRrpc('user/ask', () => {})"],
  ['postBatch(batch)', 'postBatch', 'postBatch({ properties: { Level: [{ value: 7, time: 1e12 }] } })'],
  ['postHistory(list)', 'postHistory', 'postHistory([{ properties: [{ Level: { value: 7, time: 1e12 } }] }])'],
  ['getDesired(names, f)', 'getDesired', "getDesired(['Level'], () => {})"],
  ['deleteDesired(versions)', 'deleteDesired', 'deleteDesired({ Level: {} })'],
  ['followDesired(names)', 'followDesired', "followDesired(['Level'])"],
  ['queueProps(props)', 'queueProps', 'queueProps({ Level: 7 })'],
  ['queueEvent(id, params)', 'queueEvent', "queueEvent('Alarm', { Level: 7 })"],
  [
    'queueOptions({ saved: true }), queueProps(props)',
    'queueOptions, queueProps',
    'queueOptions({ saved: true })\nqueueProps({ Level: 7 })',
  ],
  ['syncClock(), clockMs()', 'syncClock, clockMs', 'syncClock()\nprint(clockMs())'],
  ['postTags(tags)', 'postTags', "postTags([{ attrKey: 'room', attrValue: 'hall' }])"],
  ['deleteTags(keys)', 'deleteTags', "deleteTags(['room'])"],
  ['getConfig(f)', 'getConfig', 'getConfig(() => {})'],
  ['onConfig(f)', 'onConfig', 'onConfig(() => {})'],
  ['followSettings()', 'followSettings', 'followSettings()'],
  ['getShadow(), onShadow(f)', 'getShadow, onShadow', 'getShadow()\nonShadow(() => {})'],
  ['postShadow(params)', 'postShadow', 'postShadow({ Level: 7 })'],
  ['deleteShadow(keys)', 'deleteShadow', "deleteShadow(['Level'])"],
  ['postLogs()', 'postLogs', 'postLogs()'],
  ['postNetwork()', 'postNetwork', 'postNetwork()'],
  ['onBroadcast(f)', 'onBroadcast', 'onBroadcast(() => {})'],
  ["onBroadcast(f, 'news')", 'onBroadcast', "onBroadcast(() => {}, 'news')"],
  ['publish(topic, payload)', 'publish', "publish('user/update', 'hi')"],
  ['publish(topic, payload, f)', 'publish', "publish('user/update', 'hi', () => {})"],
  ['subscribe(topic)', 'subscribe', "subscribe('user/get')"],
  ['subscribe(topic, f)', 'subscribe', "subscribe('user/get', () => {})"],
  ['unsubscribe(topic)', 'unsubscribe', "unsubscribe('user/get')"],
]

/** An application for each feature alone. */
export const features: readonly FeatureApp[] = uses.map(([name, imports, use]) => ({
  ...{ name, imports, use, restMs },
  source: importing(`postProps, ${imports}`, `${post}\n${use}`),
}))

/** Calls that only ask for something: an application makes them when it has a reason to. */
const isRequest = (name: string): boolean =>
  /^(post(?!Logs)|delete|get|queueProps|queueEvent|publish|unsubscribe)/.test(name)
const usesThat = (isWanted: (name: string) => boolean): string[] =>
  uses.filter(([name]) => isWanted(name)).map(([, , use]) => use)

/** All of them at once: what listens does so from the start on, what asks does so when a message has come. */
export const allFeatures: CostApp = {
  ...{ name: 'all', restMs },
  source: importing(
    ['on', 'postProps', ...new Set(uses.flatMap(([, imports]) => imports.split(', ')))].join(', '),
    [
      ...[post, ...usesThat((name) => !isRequest(name))],
      ...["on('message', () => {", ...usesThat(isRequest), '})'],
    ].join('\n'),
  ),
}

/** All of them beside the switch: what the fault tests run with. */
export const allWithSwitch: CostApp = {
  ...{ name: 'all and the switch', restMs },
  source: "import 'firmware/../test/features/apps/everything.ts'\n",
  switches: 1,
}

/** [as the table names it, the file in firmware/thing/, what is imported, the use]: what features stand on, used alone. */
const ofCore: readonly (readonly [name: string, file: string, imports: string, use: string])[] = [
  ['an open request: `awaitReply(id, [f])`', 'requests', 'awaitReply', "awaitReply('none', [() => {}])"],
  ['a message of any kind: `oweMessage(size, f)`', 'publish', 'oweMessage', "oweMessage(2, () => '')"],
  ['a request with its reply: `request(tail, params, f)`', 'request', 'request', "request('thing/x', '{}', () => {})"],
  ['what arrives: `onArrival(f)`', 'arrivals', 'onArrival', 'onArrival(() => false)'],
  ["a topic filter: `wantFilter('/sys/{}/x')`", 'to-link', 'wantFilter', "wantFilter('/sys/{}/x')"],
  ['parsing what arrived: `messageOf(payload)`', 'alink', 'messageOf', "print(messageOf('{}'))"],
  ['the time: `setTimeMs(ms)`, `timeMs()`', 'time', 'setTimeMs, timeMs', 'setTimeMs(1e12)\nprint(timeMs())'],
]

/** The core's own parts for them, each used by an application that reaches into the firmware. */
export const hooks: readonly CostApp[] = ofCore.map(([name, file, imports, use]) => ({
  name,
  source: `${importing('postProps', post)}import { ${imports} } from 'firmware/thing/${file}.ts'\n${use}\n`,
}))
