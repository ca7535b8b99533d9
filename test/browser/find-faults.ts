import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong with a page, each with the first element that has it. The browser has to pass over the page's policy. */
export async function findFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found: unknown = await page.evaluate(
    'axe.run().then(({ passes, violations }) => [passes.length, violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`)])',
  )
  assert.ok(Array.isArray(found) && Number(found[0]) > 10, 'axe has looked at something')
  return found[1]
}
