import { readFileSync } from 'node:fs'
import { productFile } from '../product/product-files.ts'

/** Whether a command line asks for the version. */
export function asksForVersion(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).includes('--version')
}

/** Returns the versions to name when asking for help: `espruino-aliyun 0.1.0, Node.js 20.20.2`. */
export function versionText(): string {
  const { name, version } = JSON.parse(readFileSync(productFile('package.json'), 'utf8')) as {
    readonly name: string
    readonly version: string
  }
  return `${name} ${version}, Node.js ${process.versions.node}`
}
