import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Language } from '../../../tools/command-line/language.ts'
import { defaultApplication } from '../../../tools/build/application.ts'

/** The ports that npm start takes unless told otherwise: a run here takes free ones, so that nothing is in its way. */
const usual = { mqtt: 1883, console: 8080 }
/** So long nothing more is printed once the application has said what it has to say, ms. */
const quietMs = 2_500

/** Returns the first lines that `npm start -- --app FILE` prints, from its start until nothing more comes. */
export async function recordStart(file: string, language: Language): Promise<string> {
  const flags = file === defaultApplication.file ? [] : ['--app', file]
  const port = ['--port', '0', '--control-port', '0', '--memory', '--lang', language]
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/start.ts', ...flags, ...port])
  let output = ''
  let lastAt = Infinity
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (/ I mqtt ready$/m.test(output)) lastAt = performance.now()
    })
  const closed = once(child, 'close')
  while (performance.now() - lastAt < quietMs || lastAt === Infinity) {
    if (child.exitCode !== null) throw new Error(`npm start ended:\n${output}`)
    await new Promise((wake) => setTimeout(wake, 100))
  }
  const recorded = output
  child.kill('SIGINT')
  await closed
  const command = ['npm start', ...(flags.length > 0 ? ['--', ...flags] : [])].join(' ')
  return `$ ${command}\n\n${withUsualPorts(recorded).trimEnd()}`
}

function withUsualPorts(text: string): string {
  const [, mqtt = ''] = /mqtt:\/\/127\.0\.0\.1:(\d+)/.exec(text) ?? []
  return text
    .replaceAll(/ --control http:\/\/127\.0\.0\.1:\d+/g, '')
    .replaceAll(`127.0.0.1:${mqtt}`, `127.0.0.1:${usual.mqtt}`)
    .replaceAll(/^(console +http:\/\/127\.0\.0\.1):\d+/gm, `$1:${usual.console}`)
}
