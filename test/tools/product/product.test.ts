import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test, type TestContext } from 'node:test'
import { asCalled } from '../../../tools/product/called-as.ts'
import { productFile } from '../../../tools/product/product-files.ts'
import { verbs } from '../../../tools/product/verbs.ts'

/** A folder of somebody who has the package. */
function elsewhere(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'product-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

test('each verb begins in a file of its name, and is an npm script; what else begins in tools/ is no verb', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  for (const verb of Object.keys(verbs)) {
    assert.ok(existsSync(`tools/${verb}.ts`), verb)
    assert.equal(scripts[verb], `node --import tsx tools/${verb}.ts`)
  }
  const begin = readdirSync('tools').filter((name) => name.endsWith('.ts') && !Object.hasOwn(verbs, name.slice(0, -3)))
  // The command itself, and what only a checkout needs: a package has the console's page.
  assert.deepEqual(begin, ['console.ts', 'main.ts'])
})

test('commands are named as they can be given from where the user is', (t) => {
  const said = 'npm start, npm run set -- on|off, npm run flash [-- flags], npm run run, npm run test:types, npm ci'
  assert.equal(asCalled(said), said)
  const here = process.cwd()
  t.after(() => process.chdir(here))
  process.chdir(elsewhere(t))
  const own = 'npx espruino-aliyun'
  assert.equal(
    asCalled(said),
    `${own} start, ${own} set on|off, ${own} flash [flags], ${own} run, npm run test:types, npm install`,
  )
  assert.equal(asCalled('npm run configuration, npm startle'), 'npm run configuration, npm startle')
  assert.ok(existsSync(productFile('device.schema.json')), 'our own files are where they were')
})

test('from a folder of any name: the user has device.json there, we have the rest', (t) => {
  const folder = join(elsewhere(t), '我的 lamp')
  mkdirSync(folder)
  const run = (...words: string[]): string => {
    const command = [resolve('tools/espruino-aliyun.mjs'), ...words]
    return spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8', env: { ...process.env, LANG: 'C' } })
      .stderr
  }
  assert.match(
    run('config', '--check'),
    /^config-missing - cannot read device\.json: [^]*\n {2}npx espruino-aliyun config /,
  )
  assert.equal(run('confg'), 'unknown-verb - "confg" is no verb\n  did you mean config?\n')
})
