import { existsSync, watch } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'

/** An editor writes a file in several steps; they count as one change, ms. */
const settleMs = 200

/** Calls `onChange` after something below firmware/ or the configuration changed; the answer ends that. */
export function watchSources(configFile: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const changed = (): void => {
    clearTimeout(timer)
    timer = setTimeout(onChange, settleMs)
  }
  const sources = watch('firmware', { recursive: true }, changed)
  const folder = dirname(resolve(configFile))
  const config = existsSync(folder)
    ? watch(folder, (_event, name) => name === basename(configFile) && changed())
    : undefined
  return () => {
    clearTimeout(timer)
    sources.close()
    config?.close()
  }
}
