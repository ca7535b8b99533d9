import type { Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import mqttPacket from 'mqtt-packet'
import { disconnect, meaningOf } from '../../firmware/mqtt/packet.ts'
import type { ConfigFile } from '../config/check/check-config.ts'
import { codeOf, dial, since, type Network } from './check-network.ts'
import { dialTls, type Server } from './check-tls.ts'
import type { Identity } from './identity.ts'
import { speak } from '../command-line/language.ts'
import { fail, ok, type Outcome } from './report.ts'

/** What the server returned for CONNECT: a return code, or what happened instead. */
type Answer = number | 'silence' | 'closed' | 'nonsense'

/** Logs in as the device, with the firmware's own CONNECT, and disconnects. This ends the session of a running device. */
export async function checkLogin(
  server: Server,
  { tls, deviceName, connectPacket }: Identity,
  config: ConfigFile,
  network: Network,
): Promise<Outcome> {
  const startedAt = performance.now()
  const { deadlines } = network
  const socket = tls ? await dialTls(server, deadlines) : await dial(server.address, server.port, deadlines.tcpMs)
  if (typeof socket === 'string')
    return fail('socket-closed', speak`no second connection (${socket})`, speak`once more?`)
  const answer = await connectAs(socket, connectPacket, deadlines.connackMs)
  socket.on('error', () => socket.destroy())
  if (answer === 0) socket.end(Buffer.from(disconnect, 'latin1'))
  else socket.destroy()
  return answer === 0
    ? ok(speak`${deviceName} is let in, ${since(startedAt)}`)
    : explain(answer, deviceName, config, deadlines)
}

function connectAs(socket: Socket, connectPacket: string, withinMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const parser = mqttPacket.parser()
    const timer = setTimeout(() => give('silence'), withinMs)
    const give = (answer: Answer): void => {
      clearTimeout(timer)
      resolve(answer)
    }
    parser.on('packet', (packet) => give(packet.cmd === 'connack' ? (packet.returnCode ?? -1) : 'nonsense'))
    parser.on('error', () => give('nonsense'))
    socket.on('data', (chunk: Buffer) => void parser.parse(chunk))
    socket.once('close', () => give('closed'))
    socket.once('error', (error) => give(codeOf(error) === 'ECONNRESET' ? 'closed' : 'nonsense'))
    socket.write(Buffer.from(connectPacket, 'latin1'))
  })
}

function explain(answer: Answer, deviceName: string, config: ConfigFile, { connackMs }: Network['deadlines']): Outcome {
  switch (answer) {
    case 'silence': {
      const hint = speak`TCP is open, but nobody speaks MQTT there: the broker hangs, or the port is another service's`
      return fail('connack-timeout', speak`no CONNACK within ${connackMs / 1000} s`, hint)
    }
    case 'closed': {
      const hint = speak`the server speaks TLS only ("tls": true), or the port is another service's`
      return fail('socket-closed', speak`the server closed without a CONNACK`, hint)
    }
    case 'nonsense':
      return fail(
        'unexpected-packet',
        speak`what answers is not MQTT 3.1.1`,
        speak`host and port are another service's`,
      )
    default:
      return fail('connack-refused', `${answer} (${meaningOf(answer)})`, explainCode(answer, deviceName, config))
  }
}

/** Returns what a return code means at Aliyun; for a keepAlive below 30 s both 2 and 3 have been seen. */
function explainCode(returnCode: number, deviceName: string, { aliyun, link }: ConfigFile): string {
  switch (returnCode) {
    case 2:
      return speak`the clientId is not accepted, or keepAlive ${link?.keepAliveS ?? 60} s`
    case 3:
      return speak`the server takes nobody now; at most 5 logins a minute are allowed: wait one, then again`
    case 4:
      return aliyun === undefined
        ? speak`the copied parameters are not right: copy all of them again (MQTT connection parameters)`
        : [
            speak`deviceSecret is not that of ${deviceName}: copy it again (Devices > ${deviceName} > DeviceSecret).`,
            speak`If it is right: productKey and deviceName, and whether the product lives at ${placeOf(aliyun)}`,
          ].join('\n')
    case 5:
      return speak`${deviceName} is disabled or deleted: the console says which`
    default:
      return speak`is it a broker for MQTT 3.1.1?`
  }
}

function placeOf({ host, instanceId, region }: NonNullable<ConfigFile['aliyun']>): string {
  return host ?? instanceId ?? region ?? ''
}
