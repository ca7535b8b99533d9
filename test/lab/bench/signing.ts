import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import type { Plugin } from 'rollup'
import { startEngine, type Engine } from '../../../tools/engine/engine.ts'
import { identity } from '../engine/device-config.ts'
import type { GivenEngine } from '../engine/engines.ts'
import { held } from './boot0.ts'
import { password, timestamp } from './login.ts'
import { fromDocs, minified } from './peer-script.ts'
import { cpuMsOf } from './runner.ts'

/** How to sign: our HMAC over the build's hash, over our own, EspruinoDocs' module; `none`: our HMAC without any hash. */
export type Way = 'native' | 'own' | 'hmac-module' | 'none'

const withinMs = 120_000

/** Notes the memory at every turn of the loops of our own hash, where all its variables exist. */
const look = 'var signPeak=0;function signLook(){var u=process.memory(false).usage;if(u>signPeak)signPeak=u}\n'
const peakNow = 'function peakNow(){print("~peakNow "+signPeak)}\nfunction restNow(){signPeak=0;signLook();peakNow()}\n'

/** The script of a way, minified as the firmware is. `watched`: each turn of a loop in our own hash calls signLook(). */
export async function signScript(way: Way, docs: string | undefined, watched = false): Promise<string> {
  if (way === 'hmac-module') {
    return minified(join(import.meta.dirname, 'peer', 'sign-hmac.js'), docs === undefined ? [] : [fromDocs(docs)])
  }
  return minified('sign.js', [watched ? watching : idle, entry(ourSource(way))], true)
}

function ourSource(way: Way): string {
  const hashes: Record<string, string> = {
    own: `import { sha256 as hash } from 'firmware/identity/sha256.ts'`,
    native: `var native = require('crypto').SHA256\nfunction hash(bytes) { return E.toString(native(bytes)) }`,
    none: `function hash(bytes) { return bytes }`,
  }
  return `
import { passwordFor } from 'firmware/identity/credentials.ts'
${hashes[way]}
global.signMany = function (count, deviceSecret, clientId, deviceName, productKey, timestamp) {
  var password = ''
  for (var i = 0; i < count; i++) password = passwordFor(hash, deviceSecret, clientId, deviceName, productKey, timestamp)
  print('~signed ' + password)
}
print('~loaded')
`
}

const entry = (source: string): Plugin => ({
  name: 'entry',
  resolveId: (id) => (id === 'sign.js' ? id : id.startsWith('firmware/') ? resolve(id) : null),
  load: (id) => (id === 'sign.js' ? source : null),
})

const idle: Plugin = { name: 'idle' }

const watching: Plugin = {
  name: 'watching',
  // Works on what the compiler has made.
  transform(code, id) {
    if (!/sha256\.ts$/.test(id)) return null
    const watched = code.replace(/(\bfor \(.*\) \{)$/gm, '$1 signLook();')
    if (watched === code) throw new Error(`${id} has no loop to watch`)
    return { code: watched, map: null }
  },
}

/** A script that signs, on the engine, from flash. */
export class Signer {
  private constructor(private readonly engine: Engine) {}

  static async start(script: string, given: GivenEngine): Promise<Signer> {
    const files = { '.boot0': held + look + peakNow, '.bootcde': script }
    const signer = new Signer(startEngine({ executable: given.executable, files }))
    await signer.engine.line(/^~loaded/, { withinMs })
    return signer
  }

  /** Signs so many times; returns the CPU time of one signature, ms. Throws AssertionError when the password is wrong. */
  async sign(count: number): Promise<number> {
    const { productKey, deviceName, deviceSecret } = identity
    const args = [deviceSecret, `${productKey}.${deviceName}`, deviceName, productKey, timestamp]
    const cpuBefore = cpuMsOf(this.engine.pid)
    this.engine.type(`signMany(${[count, ...args.map((text) => JSON.stringify(text))].join()})`)
    const line = await this.engine.line(/^~signed /, { withinMs })
    const cpuMs = cpuMsOf(this.engine.pid) - cpuBefore
    assert.equal(line, `~signed ${password()}`)
    return cpuMs / count
  }

  /** JsVars held now, seen at rest (restNow) and at the most since then (peakNow), or after a garbage collection (held). */
  async vars(name: 'held' | 'restNow' | 'peakNow'): Promise<number> {
    this.engine.type(`${name}()`)
    const line = await this.engine.line(name === 'held' ? /^~held / : /^~peakNow /, { withinMs })
    return Number(line.split(' ')[1])
  }

  stop(): Promise<void> {
    return this.engine.stop()
  }
}
