import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { createPage } from '../../../../tools/cloud/console-api/page.ts'

function makePage(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  t.after(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'assets'))
  const files = ['index.html', 'icon.svg', 'assets/index-1a.js', 'assets/index-1a.css', 'secret.json', 'assets/x.map']
  for (const file of files) writeFileSync(join(folder, file), file)
  return folder
}

test('built files are kept for ever, the page itself is asked for anew, and nothing else is a file', async (t) => {
  const folder = makePage(t)
  const page = createPage(() => Promise.resolve(folder))
  const typeOf = async (path: string) => {
    const file = await page.file(path)
    if (file === undefined || !('bytes' in file)) return undefined
    return [file.headers['content-type'], file.headers['cache-control'], file.bytes.toString()]
  }
  const forEver = 'public, max-age=31536000, immutable'
  assert.deepEqual(await typeOf('/'), ['text/html; charset=utf-8', 'no-cache', 'index.html'])
  assert.deepEqual(await typeOf('/index.html'), await typeOf('/'))
  assert.deepEqual(await typeOf('/icon.svg'), ['image/svg+xml', 'no-cache', 'icon.svg'])
  assert.deepEqual((await typeOf('/assets/index-1a.js'))?.slice(0, 2), ['text/javascript; charset=utf-8', forEver])
  assert.deepEqual((await typeOf('/assets/index-1a.css'))?.slice(0, 2), ['text/css; charset=utf-8', forEver])
  for (const path of ['/secret.json', '/assets/x.map', '/assets', 'index.html', '']) {
    assert.equal(await typeOf(path), undefined, path)
  }
})

test('the page is built once, and again only where that failed', async (t) => {
  const folder = makePage(t)
  let builds = 0
  const page = createPage(() => (++builds === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve(folder)))
  await assert.rejects(page.file('/'), { message: 'disk full' })
  assert.notEqual(await page.file('/'), undefined)
  assert.notEqual(await page.file('/icon.svg'), undefined)
  assert.equal(builds, 2)
})
