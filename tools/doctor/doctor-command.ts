import { runtimeOf } from '../board-kinds/boards.ts'
import { readBoard } from '../board-kinds/read-board.ts'
import { namedBoard } from '../config/file/named-board.ts'
import { raspberryPi } from '../serial/find-port.ts'
import { checkKaluma } from './check-kaluma.ts'
import { eitherFlag, readFlags } from '../command-line/flags.ts'
import type { ConfigFile } from '../config/check/check-config.ts'
import { checkBoard, checkPort, type BoardAccess } from './check-board.ts'
import { attempt, checkFile, checkNode } from './check-computer.ts'
import { checkLogin } from './check-login.ts'
import { checkDns, checkTcp, type Network } from './check-network.ts'
import { checkTls, type Server } from './check-tls.ts'
import { identityOf, type Identity } from './identity.ts'
import { inLanguage, speak } from '../command-line/language.ts'
import { formatFinding, ok, reportAsJson, skipped, type CheckName, type Finding, type Outcome } from './report.ts'
import { help, usage } from './doctor-help.ts'

const options = {
  yes: { type: 'boolean', default: false },
  'no-login': { type: 'boolean', default: false },
  offline: { type: 'boolean', default: false },
  port: { type: 'string' },
  board: { type: 'string' },
  file: { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export interface DoctorSurroundings {
  readonly print: (text: string) => void
  /** Asks yes or no; undefined where nobody can be asked. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined
  /** As process.version. */
  readonly nodeVersion: string
  readonly boards: BoardAccess
  readonly network: Network
  readonly now: () => Date
}

interface Flags {
  readonly yes: boolean
  readonly 'no-login': boolean
  readonly offline: boolean
  readonly port?: string | undefined
  readonly board?: string | undefined
  readonly file: string
}

/** Records a finding at once. Returns whether the check passed. */
type Note = (check: CheckName, outcome: Outcome) => boolean

/** `npm run doctor`. Returns the exit code. Throws UserError unknown-flag, and stopped on Ctrl-C at its question. */
export async function doctorCommand(args: readonly string[], surroundings: DoctorSurroundings): Promise<0 | 1 | 2 | 3> {
  const { values } = readFlags({ args: [...args], options }, usage)
  const flags = { ...values, file: eitherFlag(values, ['file', 'config']) ?? 'device.json' }
  const { print } = surroundings
  if (flags.help) {
    print(inLanguage(help))
    return 0
  }
  const findings: Finding[] = []
  const note: Note = (check, outcome) => {
    const finding = { check, ...outcome }
    findings.push(finding)
    if (!flags.json) print(`${formatFinding(finding)}\n`)
    return outcome.state !== 'fail'
  }
  await examine(flags, surroundings, note)
  if (flags.json) print(`${reportAsJson(findings)}\n`)
  return findings.find(({ failure }) => failure !== undefined)?.failure?.exitCode ?? 0
}

async function examine(flags: Flags, surroundings: DoctorSurroundings, note: Note): Promise<void> {
  const { boards, nodeVersion } = surroundings
  note('node', await attempt(() => checkNode(nodeVersion)))
  let config: ConfigFile | undefined
  const file = await attempt(() => {
    const checked = checkFile(flags.file)
    config = checked.config
    return checked.outcome
  })
  note('config', file)
  await examineBoard(flags, boards, config, note)
  if (flags.offline) return
  if (config === undefined) note('dns', skipped(speak`first mend the configuration: it says where to connect`))
  else await examineCloud(config, flags, surroundings, note)
}

async function examineBoard(
  flags: Flags,
  boards: BoardAccess,
  config: ConfigFile | undefined,
  note: Note,
): Promise<void> {
  let port: string | undefined
  const board = readBoard(flags.board) ?? config?.board ?? namedBoard(flags.file)
  const isKaluma = runtimeOf(board) === 'kaluma'
  const found = await attempt(async () => {
    const checked = await checkPort(flags.port, boards, isKaluma ? raspberryPi : undefined)
    port = checked.port
    return checked.outcome
  })
  const at = port
  const check = (name: string) =>
    isKaluma ? checkKaluma(name, boards, flags.file) : checkBoard(name, boards, flags.file, config)
  const checked = at === undefined ? undefined : await attempt(() => check(at))
  const isPort = /^(port-|no-serialport)/.test(checked?.failure?.slug ?? '')
  note('port', checked !== undefined && isPort ? checked : found)
  if (checked !== undefined && !isPort) note('board', checked)
}

/** Makes the checks of the cloud, each of which needs the one before. */
async function examineCloud(
  config: ConfigFile,
  flags: Flags,
  surroundings: DoctorSurroundings,
  note: Note,
): Promise<void> {
  const { network, now } = surroundings
  let server: (Server & Pick<Identity, 'tls'>) | undefined
  const dns = await attempt(async () => {
    const { host, port, tls } = identityOf(config)
    const { outcome, address } = await checkDns(host, config, network)
    if (address !== undefined) server = { address, host, port, tls }
    return outcome
  })
  if (!note('dns', dns) || server === undefined) return
  const at = server
  if (!note('tcp', await attempt(() => checkTcp(at.address, at.port, network)))) return
  if (!note('tls', await attempt(() => (at.tls ? checkTls(at, network, now()) : plainTcp(at.host))))) return
  const identity = identityOf(config)
  const refusal = await mayLogIn(flags, surroundings, identity.deviceName)
  note('login', refusal ?? (await attempt(() => checkLogin(at, identity, config, network))))
}

function plainTcp(host: string): Outcome {
  const aliyun = host.endsWith('.aliyuncs.com')
  const notes = aliyun
    ? [speak`devices of accounts opened since 2022-08-02 must use TLS, says Aliyun: "tls": true`]
    : []
  return notes.length === 0 ? skipped(speak`not asked for: plain TCP`) : ok(speak`not asked for: plain TCP`, notes)
}

/** Returns undefined when the login check may be made, else why not. */
async function mayLogIn(
  flags: Flags,
  { confirm }: DoctorSurroundings,
  deviceName: string,
): Promise<Outcome | undefined> {
  if (flags['no-login']) return skipped(speak`not tried: --no-login`)
  if (flags.yes) return undefined
  const kicks = speak`this ends the session of ${deviceName} if it is running; it comes back by itself`
  if (confirm === undefined) return skipped(speak`not tried, nobody to ask: ${kicks}. --yes does it`)
  return (await confirm(speak`Log in as the device? Note: ${kicks}.`))
    ? undefined
    : skipped(speak`not tried: you said no`)
}
