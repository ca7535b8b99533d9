import { existsSync, readFileSync } from 'node:fs'
import { ensureBuilt } from '../../tools/build/firmware.ts'

// usage: node --import tsx test/runner/engine-json.ts   exits with 1 when docs/measured/engine.json judges another bundle than the sources build

const file = 'docs/measured/engine.json'
const { sha256 } = await ensureBuilt()
if (!existsSync(file)) {
  process.stdout.write(`${file} is not there yet: npm run engine writes it\n`)
} else {
  const { bundle } = JSON.parse(readFileSync(file, 'utf8')) as { readonly bundle?: { readonly sha256?: string } }
  if (bundle?.sha256 === sha256) {
    process.stdout.write(`${file} is of this bundle\n`)
  } else {
    process.stderr.write(
      `${file} is of another bundle: ${bundle?.sha256 ?? 'none'}, the sources build ${sha256}\n` +
        '  npm run engine, and commit what it writes\n',
    )
    process.exitCode = 1
  }
}
