import { engineExecutable, startEngine } from '../../../tools/engine/engine.ts'

/** The builds of the engine that a run can use, and the variable with the path of each. Only the first is required. */
export const variables = {
  linux: 'ESPRUINO',
  esp32: 'ESPRUINO_ESP32',
  esp8266: 'ESPRUINO_ESP8266',
  pico: 'ESPRUINO_PICO',
  noNet: 'ESPRUINO_NO_NET',
} as const

export type EngineName = keyof typeof variables

/** A build of the engine and what it says about itself. */
export interface GivenEngine {
  readonly name: EngineName
  readonly executable: string
  readonly version: string
  readonly board: string
  readonly modules: readonly string[]
  /** The size of its heap, JsVars; the Linux build's grows. */
  readonly heapVars: number | 'grows'
}

const probe = 'print("~is "+[process.version,process.env.BOARD,process.memory().total].join()+" "+process.env.MODULES)'
const withinMs = 10_000

/** Asks every build that the environment names. Throws UserError no-engine without ESPRUINO or where one cannot be run. */
export async function givenEngines(environment: NodeJS.ProcessEnv = process.env): Promise<GivenEngine[]> {
  const names = Object.keys(variables) as EngineName[]
  const given = names.filter((name) => name === 'linux' || (environment[variables[name]] ?? '') !== '')
  return Promise.all(given.map((name) => describe(name, engineExecutable(environment[variables[name]] ?? ''))))
}

async function describe(name: EngineName, executable: string): Promise<GivenEngine> {
  const engine = startEngine({ executable, files: { '.bootcde': probe } })
  try {
    const [, facts = '', modules = ''] = (await engine.line(/^~is /, { withinMs })).split(' ')
    const [version = '', board = '', total = ''] = facts.split(',')
    const heapVars = name === 'linux' ? 'grows' : Number(total)
    return { name, executable, version, board, modules: modules.split(','), heapVars }
  } finally {
    await engine.stop()
  }
}
