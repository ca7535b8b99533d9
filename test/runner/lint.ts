import { spawn } from 'node:child_process'
import { once } from 'node:events'

// usage: node --import tsx test/runner/lint.ts   eslint, prettier and dependency-cruiser over all sources; exits with 1 on any finding

const sources = ['firmware', 'apps', 'tools', 'test']

/** Each lane runs its programs one after another; two lanes for two cores, eslint being as long as the others together. */
const lanes = [
  [['node_modules/eslint/bin/eslint.js', '.']],
  [
    [
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--log-level',
      'warn',
      ...sources,
      '*.{json,mjs}',
      '.dependency-cruiser.cjs',
    ],
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
      ...sources,
    ],
  ],
]

async function run(command: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, command, { stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}

async function runLane(lane: readonly (readonly string[])[]): Promise<boolean> {
  let passed = true
  for (const command of lane) passed = (await run(command)) && passed
  return passed
}

const results = await Promise.all(lanes.map(runLane))
if (results.includes(false)) process.exitCode = 1
