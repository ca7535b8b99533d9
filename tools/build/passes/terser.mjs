import { minify } from 'terser'
import { unmarkShadowed } from './unmark-shadowed.mjs'

/**
 * A rollup plugin that runs terser in this thread. @rollup/plugin-terser starts a worker for each pass, which costs as much
 * processor time as the pass itself, and each worker begins with code that the JIT has not compiled yet.
 */
export const terser = (options) => ({
  name: 'terser',
  async renderChunk(code, chunk, { sourcemap }) {
    const marked = unmarkShadowed(this.parse(code), code)
    const { code: script, map } = await minify(marked, { module: true, sourceMap: Boolean(sourcemap), ...options })
    return { code: script, map: map ?? null }
  },
})
