import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { vectors } from '../../local-platform/vectors.ts'
import type { Bench } from './bench.ts'
import { bundleForEngine } from './build-apart.ts'
import type { EngineCase } from './case.ts'
import type { GivenEngine } from './engines.ts'

/** Something to compute on the engine: an ES5 expression with `hash` in it, and what node:crypto makes of the same. */
interface Task {
  readonly name: string
  readonly js: string
  readonly wanted: string
}

/** Lengths around the padding of 9 bytes: from 56 bytes in a block of 64 on it needs another block. */
const edges = [0, 1, 55, 56, 63, 64, 119, 120, 127, 128]
/** A key longer than a block of 64 is hashed first. */
const keyBytes = [64, 65, 100]

export function signingCases(engines: readonly GivenEngine[]): EngineCase[] {
  return engines.map((engine) => ({
    name: `signing: every known vector, padding edge and long key, by ${paths(engine).join(' and by ')} hash [${engine.name}]`,
    load: 'works',
    aboutS: 15,
    run: (bench) => computeAll(bench, engine),
  }))
}

function paths({ modules }: GivenEngine): readonly string[] {
  return modules.includes('crypto') ? ['the native', 'our own'] : ['our own']
}

async function computeAll(bench: Bench, engine: GivenEngine): Promise<void> {
  const tasks = [...vectorTasks(), ...edges.flatMap(digestTasks), ...keyBytes.map(hmacTask)]
  const { script } = await bundleForEngine(bench, source(tasks))
  const device = bench.device({ engine, script, config: 'none' })
  await device.line(/^~end/, 60_000)
  const answers = device.said(/^~(own|native) /)
  const wanted = tasks.flatMap(({ name, wanted: digest }) => [
    ...(engine.modules.includes('crypto') ? [`~native ${name}: ${digest}`] : []),
    `~own ${name}: ${digest}`,
  ])
  assert.deepEqual(answers, wanted)
}

/** Returns a script of direct calls, without a table: code that runs only once stays in flash. */
function source(tasks: readonly Task[]): string {
  const calls = tasks.map(({ name, js }) => `both(${JSON.stringify(name)}, function (hash) { return ${js} })\n`)
  return `
import { passwordFor } from 'firmware/identity/credentials.ts'
import { hmacHex } from 'firmware/identity/hmac.ts'
import { sha256 } from 'firmware/identity/sha256.ts'
var SHA256 = process.env.MODULES.split(',').indexOf('crypto') < 0 ? undefined : require('crypto').SHA256
function native(text) { return E.toString(SHA256(text)) }
function hex(text) {
  var digits = ''
  for (var i = 0; i < text.length; i++) digits += (text.charCodeAt(i) + 256).toString(16).substr(1)
  return digits
}
function many(first, count) {
  var text = ''
  for (var i = 0; i < count; i++) text += String.fromCharCode(first + i * 7)
  return text
}
function both(name, task) {
  if (SHA256) print('~native ' + name + ': ' + task(native))
  print('~own ' + name + ': ' + task(sha256))
}
${calls.join('')}
print('~end')
`
}

function vectorTasks(): Task[] {
  const ours = vectors.filter(({ signMethod }) => signMethod === 'hmacsha256')
  assert.ok(ours.length >= 4)
  return ours.map(({ name, deviceSecret, clientId, deviceName, productKey, timestamp = '', password }) => {
    const args = [deviceSecret, clientId, deviceName, productKey, timestamp].map((text) => JSON.stringify(text))
    return { name, js: `passwordFor(hash, ${args.join(', ')})`, wanted: password.toLowerCase() }
  })
}

function digestTasks(count: number): Task[] {
  return [0x41, 0xf0].map((first) => ({
    name: `${count} bytes from ${first} on`,
    js: `hex(hash(many(${first}, ${count})))`,
    wanted: createHash('sha256').update(many(first, count)).digest('hex'),
  }))
}

function hmacTask(count: number): Task {
  return {
    name: `a key of ${count} bytes`,
    js: `hmacHex(hash, many(3, ${count}), many(200, 78))`,
    wanted: createHmac('sha256', many(3, count)).update(many(200, 78)).digest('hex'),
  }
}

/** The same bytes as the script's own `many`. */
function many(first: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => first + i * 7)
}
