import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// Runs all the named files in one process: starting a process for each would take longer than the tests themselves.
// usage: node --import tsx test/runner/run.ts FOLDER|FILE ... [WORD ...]
// runs the files, and the *.test.ts below the folders, whose names hold one of the words
const given = process.argv.slice(2)
const places = given.filter((each) => existsSync(each))
const words = given.filter((each) => !places.includes(each)).map((word) => word.toLowerCase())

function testsBelow(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place]
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'))
  return names.sort().map((name) => join(place, name))
}

const hasWord = (file: string) => words.length === 0 || words.some((word) => file.toLowerCase().includes(word))
const files = places.flatMap((place) => testsBelow(place).filter((file) => hasWord(relative(place, file) || file)))
if (files.length === 0) {
  const named = words.length === 0 ? '' : ` has ${words.join(' or ')} in its name`
  process.stderr.write(`no-such-test - no test file below ${places.join(', ') || 'no folder'}${named}\n`)
  process.exit(1)
}
// What tests start speaks English, wherever the computer stands.
process.env['LC_ALL'] = 'C'
for (const file of files) await import(pathToFileURL(resolve(file)).href)
