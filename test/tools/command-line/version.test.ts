import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { asksForVersion } from '../../../tools/command-line/version.ts'

const { name, version, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string
  version: string
  scripts: Record<string, string>
}
const commands = readdirSync('tools').filter(
  (file) => file.endsWith('.ts') && Object.values(scripts).some((line) => line.endsWith(`tools/${file}`)),
)

test('every command says with --version of which version it is, and does nothing else', () => {
  assert.ok(commands.length >= 14, commands.join())
  // One of them: each takes a second to start, and all have the same runTool().
  for (const file of ['flash.ts']) {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', `tools/${file}`, '--version'], {
      encoding: 'utf8',
    })
    assert.deepEqual([stdout, stderr, status], [`${name} ${version}, Node.js ${process.versions.node}\n`, '', 0])
  }
  for (const file of commands) assert.match(readFileSync(`tools/${file}`, 'utf8'), /await runTool\(/, file)
})

test('behind -- it is no flag', () => {
  assert.equal(asksForVersion(['on', '--version']), true)
  assert.equal(asksForVersion(['--', '--version']), false)
})
