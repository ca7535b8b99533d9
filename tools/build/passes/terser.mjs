import { minify } from 'terser'

/**
 * A rollup plugin that runs terser in this thread. A pass in a worker of its own, as @rollup/plugin-terser makes them,
 * costs as much processor time for the worker as for the work, and never runs on warm code.
 */
export const terser = (options) => ({
  name: 'terser',
  async renderChunk(code, chunk, { sourcemap }) {
    const { code: script, map } = await minify(code, { module: true, sourceMap: Boolean(sourcemap), ...options })
    return { code: script, map: map ?? null }
  },
})
