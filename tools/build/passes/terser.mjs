import { minify } from 'terser'

/**
 * A rollup plugin that runs terser in this thread. @rollup/plugin-terser starts a worker for each pass, which costs as much
 * processor time as the pass itself, and each worker begins with code that the JIT has not compiled yet.
 */
export const terser = (options) => ({
  name: 'terser',
  async renderChunk(code, chunk, { sourcemap }) {
    const { code: script, map } = await minify(code, { module: true, sourceMap: Boolean(sourcemap), ...options })
    return { code: script, map: map ?? null }
  },
})
