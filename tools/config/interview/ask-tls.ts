import type { BoardKind } from '../../board-kinds/board-kind.ts'
import { accept, type Asking } from './ask.ts'
import { draftLogin, goesToAliyun, type Draft } from '../draft/draft.ts'
import { tlsPorts } from '../check/login.ts'
import type { Choices } from '../../command-line/terminal.ts'
import { phrase, speak } from '../../command-line/language.ts'

const mustUse = phrase`devices of accounts opened since 2022-08-02 must use TLS, says Aliyun`

/**
 * Asks whether to connect with TLS, once login and host are known. Enter means yes for Aliyun, as new accounts need it; a
 * configuration that was complete before (`wasWhole`) stays as it is, unless it connected elsewhere: what was right for a
 * rehearsal on the local network says nothing about Aliyun. Not asked where the board has no TLS or the port leaves no choice.
 */
export async function askTls(draft: Draft, kind: BoardKind | undefined, asking: Asking): Promise<Draft> {
  const { wasWhole, wasAliyun } = asking
  const login = draftLogin(draft)
  const path = [login, 'tls']
  if (asking.isGiven(path)) return draft
  const isTlsPort = tlsPorts.includes(Number(draft.at([login, 'port'])))
  const isAliyun = goesToAliyun(draft)
  if (kind !== undefined && !kind.builds.some(({ has }) => has.tls)) {
    if (isAliyun) asking.terminal.warn(speak`${kind.title} has no TLS; ${speak(mustUse)}`)
    const plain = draft.with(path, undefined)
    // A copied TLS port was refused together with the copy; without a port the device uses 1883.
    return accept(isTlsPort && login === 'aliyun' ? plain.with(['aliyun', 'port'], undefined) : plain, path, asking)
  }
  if (isTlsPort) return accept(draft.with(path, true), path, asking)
  const hasMoved = isAliyun && !wasAliyun
  // Kept at once: a dialogue that ends at this question would otherwise go on with the answer for the other host.
  if (hasMoved) asking.keep(draft.with(path, true))
  const now = hasMoved ? true : draft.at(path)
  const likely = isAliyun && !wasWhole
  const choices: Choices<'yes' | 'no'> = [
    ['yes', speak`yes`, speak(mustUse)],
    ['no', speak`no`, speak`plain TCP: anybody on the way can read and switch`],
  ]
  const initial = (typeof now === 'boolean' ? now : likely) ? 'yes' : 'no'
  const isTls = (await asking.terminal.choose(speak`Connect with TLS`, choices, initial)) === 'yes'
  // Where the file has no such key and the answer is no, it needs none now.
  return accept(draft.with(path, isTls || now !== undefined || !wasWhole ? isTls : undefined), path, asking)
}
