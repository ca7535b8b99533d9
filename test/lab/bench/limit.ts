import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** How fast a reader in Node that does nothing takes these pieces over TCP, each written alone; pieces a second. */
export async function piecesPerSecond(pieces: readonly Buffer[]): Promise<number> {
  const server = createServer({ noDelay: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const reader = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1')
  const [[socket]] = await Promise.all([once(server, 'connection'), once(reader, 'connect')])
  const wanted = pieces.reduce((sum, { length }) => sum + length, 0)
  const startedAt = performance.now()
  const all = new Promise<number>((resolve) => {
    let got = 0
    reader.on('data', ({ length }: Buffer) => {
      got += length
      if (got === wanted) resolve(performance.now() - startedAt)
    })
  })
  for (const piece of pieces) socket.write(piece)
  const ms = await all
  reader.destroy()
  server.close()
  return (1000 * pieces.length) / ms
}
