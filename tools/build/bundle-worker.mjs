import { parentPort } from 'node:worker_threads'
import { readRollupConfig, rollup } from './rollup.mjs'

// Runs rollup for bundle.ts. Each message, a ConfigArguments (rollup.d.mts), starts a build; the reply is { script, map, sources,
// imports } or { error, problems }.

parentPort.on('message', (given) => {
  const report = { problems: [], sources: [], imports: [] }
  return bundle({ ...given, report }).then(
    (built) => parentPort.postMessage({ ...built, sources: report.sources, imports: report.imports }),
    (error) => parentPort.postMessage({ error: String(error.message), problems: report.problems }),
  )
})

async function bundle(given) {
  const { output, ...input } = await readRollupConfig(given)
  const made = await rollup(input)
  try {
    const { output: parts } = await made.generate(output)
    const map = parts.find(({ type }) => type === 'asset')
    return { script: parts[0].code, map: map === undefined ? undefined : String(map.source) }
  } finally {
    await made.close()
  }
}
