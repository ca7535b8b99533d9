import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { bundleFirmware } from '../../tools/build/bundle.ts'
import type { DeviceName } from '../peer/scripted-peer.ts'

/** A device triple, and more of device(options) where a test needs it. */
export interface Credentials extends DeviceName {
  readonly deviceSecret: string
  readonly [option: string]: string | number
}

const folder = join(import.meta.dirname, 'sdk-examples')

/** Builds an example of the SDK's with its import and these credentials, and nothing else, changed. */
export async function buildExample(name: string, credentials: Credentials): Promise<string> {
  const place = mkdtempSync(join(tmpdir(), 'example-'))
  try {
    const entry = join(place, name)
    writeFileSync(entry, withCredentials(readFileSync(join(folder, name), 'utf8'), place, credentials))
    return (await bundleFirmware({ entry })).script
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

function withCredentials(source: string, place: string, credentials: Credentials): string {
  const { productKey, deviceName, deviceSecret, ...more } = credentials
  const others = Object.entries(more).map(([option, value]) => `, ${option}: ${JSON.stringify(value)}`)
  const device = relative(place, resolve('firmware/device.ts')).replaceAll('\\', '/')
  return source
    .replace('../../../firmware/device.ts', device)
    .replaceAll('<productKey>', productKey)
    .replaceAll('<deviceName>', deviceName)
    .replace("'<deviceSecret>'", `'${deviceSecret}'${others.join('')}`)
}
