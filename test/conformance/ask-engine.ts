import { createServer, type AddressInfo, type Server } from 'node:net'
import { startEngine } from '../../tools/engine/engine.ts'
import type { Probe } from './probe.ts'
import { questionnaire, readAnswers, servePeer } from './questionnaire.ts'

/** So many probes at a time: an ESP8266's heap holds the questions still to be asked. */
const batch = 50
const batchWithinMs = 30_000
/** A port that nobody can listen on by accident. */
const refusedPort = 1
const block = 'function BLOCK(ms){var e=getTime()+ms/1000;while(getTime()<e);}\n'

/** Asks the real interpreter, a batch at each start. What a crash left unasked is undefined. */
export async function askEngine(probes: readonly Probe[], executable?: string): Promise<(string | undefined)[]> {
  const server = await listen()
  const { port } = server.address() as AddressInfo
  const answers: (string | undefined)[] = []
  try {
    for (let start = 0; start < probes.length; start += batch) {
      const part = probes.slice(start, start + batch)
      answers.push(...(await askBatch(part, port, executable)))
    }
  } finally {
    server.close()
  }
  return answers
}

async function askBatch(probes: readonly Probe[], port: number, executable?: string): Promise<(string | undefined)[]> {
  const script = questionnaire(probes, { port, refusedPort, block })
  const engine = startEngine({ executable, files: { '.bootcde': script } })
  try {
    await engine.line(/^#end/, { withinMs: batchWithinMs })
  } finally {
    await engine.stop()
  }
  return readAnswers(engine.lines, probes.length)
}

function listen(): Promise<Server> {
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    // The probes reset and drop connections on purpose.
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes: Buffer) =>
      servePeer(bytes.toString('latin1'), {
        write: (data) => socket.write(data),
        end: () => socket.end(),
        reset: () => socket.resetAndDestroy(),
      }),
    )
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
