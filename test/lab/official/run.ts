import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestCa } from '../../../tools/cloud/net/tls-identity.ts'
import { runTool, UserError } from '../../../tools/command-line/user-error.ts'

// usage: npm run test:official [WORD ...]   Aliyun's own clients against the local platform; installs them first.
// Not part of npm test: the clients bring a hundred old packages that nothing else here needs.

const here = import.meta.dirname

await runTool(async () => {
  const words = process.argv.slice(2)
  const files = readdirSync(here).filter((name) => name.endsWith('.test.ts'))
  const wanted = files.filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  if (wanted.length === 0) {
    throw new UserError(
      'no-such-test',
      `no file has ${words.join(' or ')} in its name`,
      `there are ${files.join(', ')}`,
    )
  }
  for (const folder of readdirSync(here, { withFileTypes: true })) {
    const path = join(here, folder.name)
    if (!existsSync(join(path, 'package.json')) || existsSync(join(path, 'node_modules'))) continue
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], path, {})
  }
  const caDirectory = mkdtempSync(join(tmpdir(), 'official-ca-'))
  try {
    const { certFile } = openTestCa(caDirectory)
    const args = ['--import', 'tsx', '--test', '--test-concurrency=1', ...wanted.map((name) => join(here, name))]
    // Node reads this once, when it starts: the SDK passes no CA on.
    await run(process.execPath, args, process.cwd(), { NODE_EXTRA_CA_CERTS: certFile, OFFICIAL_TEST_CA: caDirectory })
  } finally {
    rmSync(caDirectory, { recursive: true })
  }
})

/** Runs a program to its end. Throws UserError official-failed when it fails. */
async function run(program: string, args: readonly string[], cwd: string, extra: NodeJS.ProcessEnv): Promise<void> {
  const shell = process.platform === 'win32' && program === 'npm'
  const child = spawn(program, args, { cwd, stdio: 'inherit', shell, env: { ...process.env, ...extra } })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new UserError('official-failed', `${program} ended with ${String(code)}`)
}
