import { rollup } from '../rollup.mjs'
import { inlineCalls } from './inline-calls.mjs'
import { isOurs } from './ours.mjs'

/**
 * For a script that has code of somebody else: an application, and what it imports outside firmware/. One build of rollup
 * finds the modules of both parts, so what nobody imports is in neither. Each part then goes through its own passes,
 * `ours` or `foreign`, and what they make is joined as two modules, where names that clash are renamed. So no pass that
 * knows names, and no short cut that only our sources allow, ever sees code that is not ours. `plugins` resolve, load and
 * compile the modules.
 */
export function keepApart({ plugins, ours, foreign, onwarn, readable }) {
  const parts = new Map()
  return {
    name: 'keep-apart',
    async buildStart({ input }) {
      const passes = [
        ...ours.map(onlyFor((part) => part === ourPart)),
        ...foreign.map(onlyFor((part) => part !== ourPart)),
      ]
      const made = await rollup({ input, plugins: [...plugins, ...passes], onwarn, preserveEntrySignatures: false })
      const { output } = await made.generate(twoParts)
      await made.close()
      for (const { type, fileName, code, map } of output)
        if (type === 'chunk') parts.set(`./${fileName}`, { code, map })
    },
    resolveId: (source, importer) => (importer === undefined ? './application.js' : source),
    load: (id) => parts.get(id),
    transform(code, id) {
      const firmware = parts.get(`./${ourPart}.js`)
      if (readable || firmware === undefined || id !== './application.js') return null
      return inlineCalls(this.parse(firmware.code), this.parse(code), code)
    },
  }
}

const ourPart = 'firmware'

const twoParts = {
  format: 'es',
  sourcemap: 'hidden',
  manualChunks: (id) => (isOurs(id) ? ourPart : undefined),
  entryFileNames: 'application.js',
  chunkFileNames: '[name].js',
  minifyInternalExports: false,
  ...{ freeze: false, esModule: false, strict: false },
}

/** A pass that is given one of the parts only. */
const onlyFor =
  (isWanted) =>
  ({ name, renderChunk }) => ({
    name,
    renderChunk(code, chunk, ...rest) {
      return isWanted(chunk.name) ? renderChunk.call(this, code, chunk, ...rest) : null
    },
  })
