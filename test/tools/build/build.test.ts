import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, test } from 'node:test'
import { parse } from 'acorn'
import { simple } from 'acorn-walk'
import { buildCommand } from '../../../tools/build/build-command.ts'
import { buildFirmware, ensureBuilt, secretNotice } from '../../../tools/build/firmware.ts'
import { reportAsJson, reportBuild } from '../../../tools/build/report.ts'
import { sha256 } from '../../../tools/build/source-hash.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'build-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const secret = 'fedcba98765432100123456789abcdef'
const config = {
  wifi: { ssid: '\u5ba2\u5385', password: 'geheim "\\\u00e9\u007f' },
  aliyun: { productKey: 'a1b2C3d4E5F', deviceName: 'switch-1', deviceSecret: secret, region: 'cn-shanghai' },
  switches: { PowerSwitch_1: { pin: 'D2' } },
}

function writeConfig(name: string, content: unknown = config): string {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(content))
  return file
}

const refusedAs = (slug: string) => (error: unknown) => error instanceof UserError && error.slug === slug

test('ensureBuilt builds again only when the script on the disk is another: then the same bytes', async () => {
  // As it was built before, perhaps by another process.
  const { script } = await ensureBuilt()
  const place = join(folder, 'plain')
  cpSync('dist', place, { recursive: true, filter: (source) => source === 'dist' || source.includes('firmware.') })
  const file = join(place, 'firmware.js')
  const map = readFileSync(`${file}.map`, 'utf8')
  const built = { file, bytes: script.length, sha256: sha256(readFileSync(file)), script }
  const { mtimeMs } = statSync(file)
  assert.deepEqual(await ensureBuilt(place), built)
  assert.equal(statSync(file).mtimeMs, mtimeMs)

  writeFileSync(file, 'changed by hand')
  assert.deepEqual(await ensureBuilt(place), built)
  assert.equal(readFileSync(file, 'utf8'), script)
  assert.equal(readFileSync(`${file}.map`, 'utf8'), map)

  // The script is whole, but it was built from other sources.
  const record = join(place, 'firmware.build.json')
  const text = readFileSync(record, 'utf8')
  writeFileSync(record, text.replace(/"sources":"[^"]*"/, '"sources":""'))
  assert.deepEqual(await ensureBuilt(place), built)
  assert.equal(readFileSync(record, 'utf8'), text)
})

for (const [what, damage] of [
  ['missing', (file: string) => rmSync(file, { force: true })],
  ['damaged', (file: string) => writeFileSync(file, '{"sources":')],
  ['empty', (file: string) => writeFileSync(file, '')],
  ['of nothing', (file: string) => writeFileSync(file, 'null')],
] as const) {
  test(`a build whose record is ${what} is built again`, async () => {
    const place = join(folder, 'recorded')
    mkdirSync(place, { recursive: true })
    damage(join(place, 'firmware.build.json'))
    // It begins to build: the application cannot be read.
    const file = join(place, 'broken.js')
    writeFileSync(file, '(')
    await assert.rejects(ensureBuilt(place, { file, output: 'firmware' }), refusedAs('build-failed'))
  })
}

test('a record that cannot be read is an error, not a build', async () => {
  const place = join(folder, 'unreadable')
  mkdirSync(join(place, 'firmware.build.json'), { recursive: true })
  await assert.rejects(ensureBuilt(place), { code: 'EISDIR' })
})

test('--inline refuses a configuration with problems before it builds anything', async () => {
  const inline = writeConfig('bad.json', { ...config, link: { keepAliveS: 20 } })
  await assert.rejects(buildFirmware({ inline, folder }), refusedAs('config-invalid'))
  await assert.rejects(buildFirmware({ inline: join(folder, 'none.json'), folder }), refusedAs('config-missing'))
})

test('--inline refuses a configuration that git tracks, whatever is in it', async () => {
  const repository = join(folder, 'repository')
  mkdirSync(repository)
  const inline = writeConfig(join('repository', 'device.json'))
  const git = (...words: string[]) => assert.equal(spawnSync('git', words, { cwd: repository }).status, 0)
  git('init', '--quiet')
  git('add', 'device.json')
  const deeper = join(repository, 'deeper')
  mkdirSync(deeper)
  const other = writeConfig(join('repository', 'deeper', 'device.json'))
  git('add', 'deeper')
  const link = join(folder, 'link')
  symlinkSync(deeper, link, 'junction')
  for (const file of [inline, other, join(link, 'device.json')]) {
    await assert.rejects(buildFirmware({ inline: file, folder }), refusedAs('secret-tracked'))
  }
})

test('a build is one line, file, size and SHA-256, or with --json the same for programs', () => {
  const built = { file: 'dist/firmware.js', bytes: 11_800, sha256: '1a2b', script: '' }
  assert.equal(reportBuild(built), 'build  dist/firmware.js 11,800 B  sha256 1a2b')
  assert.equal(reportAsJson(built), '{"file":"dist/firmware.js","bytes":11800,"sha256":"1a2b"}')
})

test('--help says what it does, an unknown flag what to do', async () => {
  let printed = ''
  await buildCommand(['--help'], (text) => (printed += text))
  assert.match(printed, /--inline FILE/)
  const unknown = { slug: 'unknown-flag', message: "Unknown option '--minify'", hint: 'npm run build -- --help' }
  await assert.rejects(
    buildCommand(['--minify'], () => undefined),
    unknown,
  )
})

test('a script with a configuration inside says so, is for its owner only, and has it byte for byte', async () => {
  const place = join(folder, 'inline')
  let said = ''
  const args = ['--inline', writeConfig('mine.json'), '--no-minify', '--json']
  await buildCommand(args, (text) => (said += text), place)
  const { file } = JSON.parse(said) as { file: string }
  assert.equal(file, join(place, 'firmware.inline.js'))
  const script = readFileSync(file, 'utf8')
  assert.equal(script.split('\n', 1)[0], secretNotice)
  assert.match(secretNotice, /^\/\/ .*secrets.*Wi-Fi password.*deviceSecret.*not share.*not commit/)
  if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.doesNotMatch(script, /[^\n\x20-\x7e]|sourceMappingURL/)
  assert.deepEqual(readdirSync(place), ['firmware.inline.js'])
  assert.match(script, /function (?:encodeString|checkSwitches)\(/, 'names are as in the sources')

  const inside = (0, eval)(`(${findLiteral(script, 'wifi')})`) as unknown
  assert.deepEqual(inside, JSON.parse(Buffer.from(JSON.stringify(config)).toString('latin1')))
})

/** The object literal of a script that has this key. */
function findLiteral(script: string, key: string): string {
  let found = ''
  simple(parse(script, { ecmaVersion: 2015 }), {
    ObjectExpression({ start, end, properties }) {
      const has = (each: (typeof properties)[number]): boolean =>
        each.type === 'Property' && each.key.type === 'Identifier' && each.key.name === key
      if (properties.some(has)) found = script.slice(start, end)
    },
  })
  return found
}

/** A second checkout, built with its own tools, whose firmware is `main` alone, and whose application only imports that. */
function makeProject(name: string, main: string): string {
  const copy = join(folder, name)
  mkdirSync(copy)
  const kept = [
    'firmware/tsconfig.json',
    'firmware/platform',
    'firmware/words.json',
    'apps/espruino.d.ts',
    'apps/engine-types',
  ]
  const beside = ['rollup.config.mjs', 'tools', 'package.json', 'package-lock.json', 'device.schema.json']
  for (const each of [...kept, ...beside, 'device.example.json']) cpSync(each, join(copy, each), { recursive: true })
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'), 'junction')
  writeFileSync(join(copy, 'firmware', 'main.ts'), main)
  mkdirSync(join(copy, 'apps', 'switch'))
  writeFileSync(join(copy, 'apps', 'switch', 'switch.ts'), "import '../../firmware/main.ts'\n")
  return copy
}

test('warnings of the compiler fail the build, all of them at once, and the process ends', () => {
  const place = makeProject('copy', 'export const one: string = 1\nexport const other: number = ""\n')
  // As a command: a watch of the compiler left behind would keep it from ending.
  const command = ['--import', import.meta.resolve('tsx'), join(place, 'tools/build.ts')]
  const run = spawnSync(process.execPath, command, { cwd: place, encoding: 'utf8', timeout: 60_000 })
  const [code, said] = [run.status, run.stdout + run.stderr]
  assert.equal(code, 1, said)
  assert.match(said, /^build-failed - .*main\.ts .*'number' is not assignable[^]*'string' is not assignable/)
  assert.ok(!existsSync(join(place, 'dist', 'firmware.js')))
})

/** Builds one after the other in a process of its own, with the tools of another checkout, which is its current directory. */
const several = (modules: string) => `
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { buildFirmware, ensureBuilt } from '${modules}/firmware.ts'
import { bundleFirmware } from '${modules}/bundle.ts'
import { hashSources } from '${modules}/source-hash.ts'
const main = readFileSync('firmware/main.ts', 'utf8')
const said = {}
writeFileSync('firmware/main.ts', 'export const one: string = 1')
said.failed = await buildFirmware().catch(({ slug, message, hint }) => ({ slug, message, hint }))
said.nothingWritten = !existsSync('dist')
writeFileSync('firmware/main.ts', main)
const readable = await buildFirmware({ minify: false })
said.readable = [readable.file, readable.script.includes('greet'), readdirSync('dist')]
const built = await ensureBuilt()
said.built = [built.file, built.script.includes('greet'), readdirSync('dist')]
said.map = JSON.parse(readFileSync('dist/firmware.js.map', 'utf8')).sources
said.record = JSON.parse(readFileSync('dist/firmware.build.json', 'utf8')).sha256 === built.sha256
const { mtimeMs } = statSync('dist/firmware.js')
said.again = (await ensureBuilt()).sha256 === built.sha256 && statSync('dist/firmware.js').mtimeMs === mtimeMs
rmSync('dist/firmware.js')
said.removed = (await ensureBuilt()).sha256 === built.sha256 && existsSync('dist/firmware.js')
const [one, other] = await Promise.all([bundleFirmware({ readable: true }), bundleFirmware({})])
said.inOrder = [one.script === readable.script, other.script === built.script, one.map === undefined]
writeFileSync('firmware/main.ts', main.replace('ready', 'other'))
// Other sources are built anew; what is edited while that runs must not count as built.
const sources = hashSources()
const building = ensureBuilt()
writeFileSync('firmware/main.ts', main)
await building
said.hashedBefore = JSON.parse(readFileSync('dist/firmware.build.json', 'utf8')).sources === sources
process.stdout.write(JSON.stringify(said))
`

test('builds of one process come one by one; a failed one leaves nothing, and the next one builds', () => {
  const place = makeProject(
    'several',
    'export {}\nconst greet = (name: string) => print("ready " + name)\ngreet("a")\ngreet("b")\n',
  )
  const modules = pathToFileURL(join(place, 'tools/build')).href
  const command = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', several(modules)]
  const run = spawnSync(process.execPath, command, { cwd: place, encoding: 'utf8', timeout: 60_000 })
  assert.equal(run.status, 0, run.stderr)
  const { failed, ...said } = JSON.parse(run.stdout) as { failed: UserError; [key: string]: unknown }
  assert.equal(failed.slug, 'build-failed')
  assert.match(failed.message, /^\S[^]*'number' is not assignable[^]*\S$/)
  assert.equal(failed.hint, 'npm run test:types shows every such place')
  assert.deepEqual(said, {
    nothingWritten: true,
    readable: [join('dist', 'firmware.readable.js'), true, ['firmware.readable.js', 'firmware.readable.js.map']],
    built: [
      join('dist', 'firmware.js'),
      false,
      ['firmware.build.json', 'firmware.js', 'firmware.js.map', 'firmware.readable.js', 'firmware.readable.js.map'],
    ],
    map: ['../firmware/main.ts'],
    record: true,
    again: true,
    removed: true,
    inOrder: [true, true, false],
    hashedBefore: true,
  })
})
