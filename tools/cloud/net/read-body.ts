import type { IncomingMessage } from 'node:http'

/** The body as UTF-8; undefined if it is too long or incomplete. */
export async function readBody(incoming: IncomingMessage, limit: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > limit) return undefined
      chunks.push(chunk)
    }
  } catch (error) {
    if (incoming.destroyed) return undefined
    throw error
  }
  return Buffer.concat(chunks).toString('utf8')
}
