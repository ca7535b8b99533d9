import assert from 'node:assert/strict'
import { propertiesApplication } from '../../../tools/build/application.ts'
import { bundleFirmware } from '../../../tools/build/bundle.ts'
import { listenAsPeer } from '../../peer/tcp-peer.ts'
import { answerPosts } from './ready-vars.ts'
import { deviceJson } from '../engine/device-config.ts'
import { Device, type Held } from '../engine/device.ts'
import type { GivenEngine } from '../engine/engines.ts'
import { portMark } from './apps.ts'
import { freePercentOf, type HeapName, type PropertyCost, type PropertyKind } from './report.ts'

const propertyKinds: readonly PropertyKind[] = ['output', 'pwm', 'input', 'analog', 'mixed']

const counts = [1, 8, 32] as const

/**
 * For what the Linux build lacks: a watch is an object of these keys in the engine, too, and an analog input has a value. It is
 * there when the empty interpreter is measured, too.
 */
const lacking = `var watched=[];
global.setWatch=function(f,p,o){watched.push({pin:p,recur:true,edge:0,debounce:30,state:false,callback:f})};
global.pinMode=function(){};global.analogWrite=function(){};global.digitalRead=function(){return 1};
global.analogRead=function(){return 0.5};
`
const files = { '.boot1': lacking }

/** So many properties of one type, or of each in turn, as short as they can be written. */
function sectionOf(kind: PropertyKind, properties: number): Readonly<Record<string, { readonly type: string }>> {
  const types = kind === 'mixed' ? propertyKinds.slice(0, 4) : [kind]
  return Object.fromEntries(
    Array.from({ length: properties }, (_, at) => [
      `Property_${at + 1}`,
      { type: types[at % types.length] ?? '', pin: `D${at}` },
    ]),
  )
}

function configOf(kind: PropertyKind, properties: number, port: number): Buffer {
  const { switches: _none, ...config } = JSON.parse(deviceJson({ port }).toString()) as Record<string, unknown>
  return Buffer.from(JSON.stringify({ ...config, properties: sectionOf(kind, properties) }))
}

/** Measures what properties on pins cost: bytes of a script with one inside, and JsVars of it and of the usual script. */
export async function measureProperties(
  heaps: Readonly<Record<HeapName, GivenEngine>>,
  progress: (text: string) => void,
): Promise<PropertyCost[]> {
  const { script } = await bundleFirmware({ entry: propertiesApplication.file })
  const names = ['esp32', 'esp8266'] as const
  const empty = { esp32: await emptyVars(heaps.esp32), esp8266: await emptyVars(heaps.esp8266) }
  const rows: PropertyCost[] = []
  for (const kind of propertyKinds) {
    const inside = configOf(kind, 1, Number(portMark))
    const inline = (await bundleFirmware({ entry: propertiesApplication.file, inline: inside })).script
    const measureAll = async (properties: number, inlined: boolean) => {
      const held = { esp32: NaN, esp8266: NaN }
      progress(`properties ${kind} ${properties}`)
      const measure = async (name: HeapName): Promise<void> => {
        held[name] = await readyVars(heaps[name], kind, properties, inlined ? inline : script, inlined)
      }
      await Promise.all(names.map(measure))
      return held
    }
    const over = (held: Record<HeapName, number>) => ({
      esp32: held.esp32 - empty.esp32,
      esp8266: held.esp8266 - empty.esp8266,
    })
    const grown: PropertyCost['script']['growth'][number][] = []
    for (const properties of counts) {
      const held = await measureAll(properties, false)
      const free = {
        esp32: freePercentOf(heaps.esp32, held.esp32),
        esp8266: freePercentOf(heaps.esp8266, held.esp8266),
      }
      grown.push({ properties, jsVars: over(held), freePercent: free })
    }
    rows.push({
      kind,
      inline: { bytes: inline.length, jsVars: over(await measureAll(1, true)) },
      script: { bytes: script.length, growth: grown },
    })
  }
  return rows
}

async function emptyVars(engine: GivenEngine): Promise<number> {
  const device = new Device({ engine, script: 'print("~empty")', config: 'none', files })
  try {
    await device.line(/^~empty/)
    return (await device.heldAtRest()).vars
  } finally {
    await device.stop()
  }
}

/** JsVars held once ready and at rest: the link's timer, one for each analog input, one socket. NaN where memory runs out. */
async function readyVars(
  engine: GivenEngine,
  kind: PropertyKind,
  properties: number,
  script: string,
  isInline: boolean,
): Promise<number> {
  const listener = await listenAsPeer()
  answerPosts(listener)
  const { port, peer } = listener
  const config = isInline ? 'none' : configOf(kind, properties, port)
  const device = new Device({ engine, script: script.replaceAll(portMark, String(port)), config, files })
  try {
    await device.line(/I mqtt ready$|MEMORY/)
    if (device.said(/MEMORY/).length > 0) return NaN
    const { vars, timers, sockets }: Held = await device.heldAtRest()
    const analogs = Object.values(sectionOf(kind, properties)).filter(({ type }) => type === 'analog').length
    assert.deepEqual([timers, sockets], [1 + analogs, 1], `${kind} ${properties}: timers, sockets`)
    peer.assertStrict()
    return vars
  } finally {
    await device.stop()
    await listener.close()
  }
}
