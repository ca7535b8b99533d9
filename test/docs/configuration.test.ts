import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkConfig } from '../../tools/config/check/check-config.ts'
import { isJsonObject, readJson, type JsonValue } from '../../tools/cloud/model/json.ts'
import { textOf } from './fault-words.ts'

const pages = ['docs/configuration.md', 'docs/configuration.zh-CN.md']

/** Each key that a schema describes, as `wifi.ssid`; a name that only has to fit a pattern is left out of the path. */
function keysOf(schema: JsonValue | undefined, above: readonly string[] = []): string[] {
  if (!isJsonObject(schema)) return []
  const named = isJsonObject(schema['properties']) ? Object.entries(schema['properties']) : []
  const patterned = isJsonObject(schema['patternProperties']) ? Object.values(schema['patternProperties']) : []
  return [
    ...named.flatMap(([key, value]) => [[...above, key].join('.'), ...keysOf(value, [...above, key])]),
    ...patterned.flatMap((value) => keysOf(value, above)),
  ]
}

/** The section of a page about a key's object: `### wifi`, or the one before it for a key of the top. */
function sectionFor(page: string, key: string): string {
  const sections = page.split(/^#{2,3} /m)
  const [object = '', ...rest] = key.split('.')
  return rest.length === 0 ? (sections[2] ?? '') : (sections.find((text) => text.startsWith(`${object}\n`)) ?? '')
}

const keys = keysOf(readJson(textOf('device.schema.json')))

test('the schema has keys of each kind', () => {
  const samples = ['board', 'wifi.ssid', 'aliyun.ca', 'mqtt.passwd', 'switches.atBoot', 'link.rebootAfterMin']
  assert.deepEqual(
    samples.filter((key) => !keys.includes(key)),
    [],
  )
})

for (const file of pages) {
  const page = textOf(file)

  test(`${file} has a row for each key of device.json`, () => {
    const isThere = (key: string) =>
      sectionFor(page, key)
        .split('\n')
        .some((line) => line.startsWith('| ') && (line.split('|')[1] ?? '').includes(`\`${key.split('.').at(-1)}\``))
    assert.deepEqual(
      keys.filter((key) => !isThere(key)),
      [],
    )
  })

  test(`${file}: nothing is wrong with any of its examples`, () => {
    const examples = [...page.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, text = '']) => text)
    assert.ok(examples.length >= 4)
    for (const text of examples) assert.deepEqual(checkConfig(text).problems, [], text)
  })
}
