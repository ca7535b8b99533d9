import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What applications call the firmware, wherever they are: always the one that this build belongs to. */
export const firmwareName = 'espruino-aliyun'
export const firmwareFile = fileURLToPath(new URL('../../../firmware/device.ts', import.meta.url))

const ts = createRequire(import.meta.url)('typescript')

// Where the code is, not where its types are.
const options = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  ...{ allowJs: true, noDtsResolution: true, resolveJsonModule: true, allowImportingTsExtensions: true },
}

/** The file that an import of a module means, as Node and TypeScript look for it; undefined where there is none. */
export function resolveImport(name, importer) {
  if (name === firmwareName) return firmwareFile
  const { resolvedModule } = ts.resolveModuleName(name, importer.replaceAll('\\', '/'), options, ts.sys)
  return resolvedModule && resolve(resolvedModule.resolvedFileName)
}

/** Modules that are part of the engine, on one board or another, and of Kaluma on a Pico W. */
const built = {
  espruino: new Set(
    (
      'CC3000 ESP8266 Flash NetworkJS Storage TelnetServer WIZnet Wifi crypto dgram fs heatshrink http neopixel net ' +
      'tensorflow timer tls tv'
    ).split(' '),
  ),
  kaluma: new Set(
    (
      'adc at button events flash fs gpio graphics http i2c led net path pico_cyw43 pwm rp2 rtc sdcard spi storage stream uart ' +
      'url vfs_fat vfs_lfs wdt wifi'
    ).split(' '),
  ),
}

export const isOfEngine = (name, runtime = 'espruino') => built[runtime].has(name)

/** The folder of Espruino's modules, beside a file or above it; no higher than the current directory where that is above. */
const folderName = 'modules'

/** Where require() of a module looks, nearest first. */
export function placesOf(name, importer) {
  const top = resolve('')
  const places = []
  // A module beside one.
  let folder = basename(dirname(importer)) === folderName ? dirname(dirname(importer)) : dirname(importer)
  const isInside = `${folder}${sep}`.startsWith(`${top}${sep}`)
  for (;;) {
    places.push(join(folder, folderName, `${name}.js`), join(folder, folderName, `${name}.min.js`))
    if (!isInside || folder === top) return places
    folder = dirname(folder)
  }
}

/** The file that `require(name)` means; undefined for one of the engine's, and where there is none. */
export function resolveRequire(name, importer) {
  if (/^\.{0,2}\//.test(name)) return resolveImport(name, importer)
  return placesOf(name, importer).find((file) => existsSync(file)) ?? resolveImport(name, importer)
}

/** The folders where a module was looked for, for people. */
export function foldersOf(name, importer) {
  const folders = placesOf(name, importer).map((file) => relative('', dirname(file)).replaceAll(sep, '/'))
  return [...new Set(folders)].join(', ')
}
