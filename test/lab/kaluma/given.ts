import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { runKaluma } from './runtime.ts'

/** b: Kaluma's Linux build with the peer inside the script. c: the image of a Pico W in an emulator. */
export type Ring = 'b' | 'c'

/** The variable with the path of what each ring runs in. */
export const variables = { b: 'KALUMA', c: 'KALUMA_PICO_W' } as const satisfies Record<Ring, string>

/** Kaluma's Linux build, and what it says about itself. */
export interface LinuxBuild {
  readonly executable: string
  readonly version: string
  /** Of its JavaScript heap. */
  readonly heapBytes: number
}

/** An image of the Pico W. */
export interface PicoImage {
  readonly file: string
  readonly sha256: string
}

export interface GivenRuntimes {
  readonly b: LinuxBuild | undefined
  readonly c: PicoImage | undefined
}

const recipe = 'how to build it: CONTRIBUTING.md, "The real Kaluma"'
const question = "print('~is ' + process.version + ' ' + process.memoryUsage().heapTotal + '\\n')"

/** What the environment names. Throws UserError no-kaluma where it names nothing, or what it names cannot be run. */
export async function givenRuntimes(environment: NodeJS.ProcessEnv = process.env): Promise<GivenRuntimes> {
  const [executable = '', image = ''] = [environment[variables.b], environment[variables.c]]
  if (executable === '' && image === '')
    throw new UserError('no-kaluma', `${variables.b}, the path of Kaluma's Linux build, is not set`, recipe)
  return {
    b: executable === '' ? undefined : await describeLinux(executable),
    c: image === '' ? undefined : describeImage(image),
  }
}

async function describeLinux(executable: string): Promise<LinuxBuild> {
  if (!existsSync(executable)) throw new UserError('no-kaluma', `${variables.b}: ${executable} is not there`, recipe)
  const { output, errors } = await runKaluma(executable, question, { withinMs: 5000 })
  const [, version, heapBytes] = /^~is (\S+) (\d+)$/m.exec(output) ?? []
  if (version !== undefined) return { executable, version, heapBytes: Number(heapBytes) }
  throw new UserError('no-kaluma', `${executable} does not run a script as Kaluma does: ${errors || output}`, recipe)
}

function describeImage(file: string): PicoImage {
  if (!existsSync(file)) throw new UserError('no-kaluma', `${variables.c}: ${file} is not there`, recipe)
  return { file, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') }
}
