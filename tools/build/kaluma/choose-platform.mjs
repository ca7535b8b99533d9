import { ourPath } from '../passes/ours.mjs'

const espruino = /([\\/]platform[\\/])espruino(?=[\\/.])/

/** Has our modules import platform/kaluma where they name platform/espruino: the two offer the same. */
export function choosePlatform() {
  return {
    name: 'choose-platform',
    async resolveId(source, importer, options) {
      if (
        importer === undefined ||
        ourPath(importer) === undefined ||
        !/\bplatform\/espruino|^\.\/espruino/.test(source)
      )
        return null
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return found && { ...found, id: found.id.replace(espruino, '$1kaluma') }
    },
  }
}
