import { isIP } from 'node:net'
import { checkServerIdentity, connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import { codeOf, dial, type Network } from './check-network.ts'
import { fail, ok, type Outcome } from './report.ts'
import { speak } from '../command-line/language.ts'

export interface Server {
  readonly address: string
  readonly host: string
  readonly port: number
}

/**
 * Checks the TLS handshake, with TLS 1.2 at most as on the boards, and the server's certificate. The device itself checks no
 * certificate: so one that this computer does not trust is only a note, but one that has expired is a failure.
 */
export async function checkTls(server: Server, network: Network, now: Date): Promise<Outcome> {
  const result = await dialTls(server, network.deadlines)
  if (typeof result === 'string') return explain(result)
  const chain = chainOf(result)
  const { authorized, authorizationError } = result
  const version = result.getProtocol() ?? 'TLS'
  result.destroy()
  const late = chain.find(({ valid_to }) => new Date(valid_to) < now)
  if (late !== undefined) {
    const hint = speak`the server must get a new one (the device checks none and would connect); or is the clock here wrong?`
    return fail('certificate-expired', speak`the certificate of ${nameOf(late)} was good until ${late.valid_to}`, hint)
  }
  const early = chain.find(({ valid_from }) => new Date(valid_from) > now)
  if (early !== undefined) {
    const hint = speak`the clock of this computer says ${now.toISOString()}`
    return fail(
      'certificate-not-yet-valid',
      speak`the certificate of ${nameOf(early)} counts from ${early.valid_from}`,
      hint,
    )
  }
  return ok(
    speak`${version}, certificate until ${chain[0]?.valid_to ?? ''}`,
    notesOf(server, chain, authorized, authorizationError),
  )
}

/** Returns an encrypted stream, or the reason why there is none. */
export async function dialTls(server: Server, deadlines: Network['deadlines']): Promise<TLSSocket | string> {
  const plain = await dial(server.address, server.port, deadlines.tcpMs)
  if (typeof plain === 'string') return plain
  const name = isIP(server.host) === 0 ? { servername: server.host } : {}
  const socket = connect({ socket: plain, rejectUnauthorized: false, maxVersion: 'TLSv1.2', ...name })
  return new Promise((resolve) => {
    const give = (why: string): void => {
      socket.destroy()
      plain.destroy()
      resolve(why)
    }
    const timer = setTimeout(() => give('ETIMEDOUT'), deadlines.tlsMs)
    socket.once('error', (error) => {
      clearTimeout(timer)
      give(codeOf(error))
    })
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
}

function explain(reason: string): Outcome {
  if (reason === 'ETIMEDOUT') {
    return fail(
      'tls-timeout',
      speak`TCP is open, but the TLS handshake does not end`,
      speak`is it the port for TLS? 8883, or 1883 at Aliyun`,
    )
  }
  const hint = speak`does that port speak TLS 1.2? Aliyun: 8883; a local platform without TLS: "tls": false`
  return fail('tls-failed', speak`the TLS handshake failed (${reason})`, hint)
}

/** Returns the server's certificate and those above it, up to a root that signed itself. */
function chainOf(socket: TLSSocket): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = []
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (next !== undefined && !chain.includes(next) && next.valid_to !== undefined) {
    chain.push(next)
    next = next.issuerCertificate
  }
  return chain
}

const nameOf = ({ subject }: DetailedPeerCertificate) => String(subject.CN ?? subject.O ?? speak`the server`)

function notesOf({ host }: Server, [own]: DetailedPeerCertificate[], authorized: boolean, reason: Error): string[] {
  const notes: string[] = []
  const misnamed = own === undefined ? undefined : checkServerIdentity(host, own)
  if (misnamed !== undefined) notes.push(speak`the certificate is not for ${host}`)
  if (!authorized && misnamed === undefined) notes.push(speak`this computer does not trust it (${codeOf(reason)})`)
  return notes.length === 0 ? [] : [...notes, speak`the device checks no certificate and connects all the same`]
}
