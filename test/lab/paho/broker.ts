import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConsoleLines } from '../../../tools/serial/console-lines.ts'
import { onProcessEnd } from '../../../tools/engine/process-end.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'

const startMs = 30_000
const retryMs = 50

/**
 * The test broker of eclipse/paho.mqtt.testing, on one port of 127.0.0.1. What a client does against MQTT 3.1.1 it logs
 * as `ERROR <date> <time> [MQTT-...] ...`; `[MQTT-...]` at INFO only says which statement it is following.
 */
export class PahoBroker {
  readonly console = new ConsoleLines()
  private child: ChildProcess | undefined

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  /** Starts the broker of a checkout. Throws UserError no-paho, no-python, broker-failed. */
  static async start(checkout: string): Promise<PahoBroker> {
    const folder = join(checkout, 'interoperability')
    if (!existsSync(join(folder, 'startbroker.py'))) {
      throw new UserError('no-paho', `no interoperability/startbroker.py in ${checkout}`, howToGetIt)
    }
    const broker = new PahoBroker(folder, await freePort())
    await broker.startAgain()
    return broker
  }

  /** Starts it on the port it had. Its sessions are gone. */
  async startAgain(): Promise<void> {
    const temporary = mkdtempSync(join(tmpdir(), 'paho-'))
    const config = join(temporary, 'broker.conf')
    writeFileSync(config, `loglevel debug\nlistener ${this.port} 127.0.0.1\n`)
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' }
    const child = spawn('python3', ['startbroker.py', '-c', config], {
      ...{ cwd: this.folder, env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const clear = (): void => rmSync(temporary, { recursive: true, force: true })
    const forget = onProcessEnd(() => {
      child.kill('SIGKILL')
      clear()
    })
    this.child = child
    child.stdout.on('data', (bytes: Buffer) => this.console.take(bytes, 'out'))
    child.stderr.on('data', (bytes: Buffer) => this.console.take(bytes, 'error'))
    child.once('close', () => {
      forget()
      clear()
    })
    const failed = new Promise<never>((_resolve, reject) => {
      child.once('error', (error) =>
        reject(new UserError('no-python', `python3: ${error.message}`, 'install Python 3')),
      )
      child.once('exit', () =>
        reject(new UserError('broker-failed', `the broker ended:\n${this.console.lines.slice(-5).join('\n')}`)),
      )
    })
    failed.catch(() => undefined)
    await Promise.race([failed, this.isListening()])
  }

  /** Kills it: its clients see their connections close. */
  async stop(): Promise<void> {
    const { child } = this
    this.child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGKILL')
    await gone
  }

  /** Every line that tells of a broken rule, or of anything else that the broker calls an error. */
  get errors(): string[] {
    return errorsIn(this.console.lines)
  }

  /** It says that it starts before it listens, and nothing afterwards: so its port is tried. */
  private async isListening(): Promise<void> {
    await this.console.next(/Starting TCP listener on address/, startMs)
    const deadline = performance.now() + startMs
    while (!(await accepts(this.port))) {
      if (performance.now() > deadline) throw new UserError('broker-failed', `nothing listens at port ${this.port}`)
      await new Promise((resume) => setTimeout(resume, retryMs))
    }
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}

export const howToGetIt =
  'git clone https://github.com/eclipse/paho.mqtt.testing, then PAHO_TESTING=/path/to/it npm run paho'

/** The lines of a broker's log at level ERROR or above. */
export function errorsIn(lines: readonly string[]): string[] {
  return lines.filter((line) => /^(ERROR|CRITICAL) /.test(line))
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
