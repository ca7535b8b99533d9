import { addressBytes, viewOf } from './packets.ts'

const headBytes = 12
const typeAddress = 1
const noSuchName = 3
const answered = 0x8180
const ttlS = 60

/** Returns the name that a query asks for, undefined when it is no query for one. */
export function nameAsked(query: Uint8Array): string | undefined {
  if (query.length < headBytes || viewOf(query).getUint16(4) !== 1) return undefined
  const labels: string[] = []
  let at = headBytes
  for (let length = query[at] ?? 0; length !== 0; length = query[at] ?? 0) {
    labels.push(Buffer.from(query.subarray(at + 1, at + 1 + length)).toString('latin1'))
    at += 1 + length
    if (at >= query.length) return undefined
  }
  return labels.join('.')
}

/** Returns the answer (RFC 1035) to a query: an address, none when the name has no other kind of record, or no such name. */
export function answerDns(query: Uint8Array, address: string | undefined): Uint8Array {
  const questionEnd = query.indexOf(0, headBytes) + 5
  const isForAddress = viewOf(query).getUint16(questionEnd - 4) === typeAddress
  const record = address !== undefined && isForAddress ? recordOf(address) : []
  const answer = Uint8Array.from([...query.subarray(0, questionEnd), ...record])
  const view = viewOf(answer)
  view.setUint16(2, answered | (address === undefined ? noSuchName : 0))
  view.setUint16(6, record.length === 0 ? 0 : 1)
  view.setUint32(8, 0)
  return answer
}

/** The name of the question again, an address of the Internet. */
function recordOf(address: string): number[] {
  return [0xc0, headBytes, 0, typeAddress, 0, 1, 0, 0, 0, ttlS, 0, 4, ...addressBytes(address)]
}
