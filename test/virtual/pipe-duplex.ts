import { Duplex } from 'node:stream'
import type { Pipe } from '../../tools/board/network/pipe.ts'

/**
 * Returns a pipe as a Node stream, so that a broker's `handle(stream)` can serve it. It behaves as a socket: the other end's
 * FIN ends both directions, a reset destroys it with ECONNRESET, `destroy` sends FIN, and bytes that arrive after that are
 * answered with RST. Sets the pipe's `onData`, `onEnd`, `onReset` and `onDrain`.
 */
export function toDuplex(pipe: Pipe): Duplex {
  let afterDrain: (() => void) | undefined

  function drained(): void {
    const next = afterDrain
    afterDrain = undefined
    next?.()
  }

  const duplex = new Duplex({
    allowHalfOpen: false,
    read: () => pipe.resume(),
    write(chunk: Uint8Array, _encoding, done) {
      pipe.write(chunk)
      if (pipe.unsent === 0) done()
      else afterDrain = () => done()
    },
    final(done) {
      pipe.end()
      done()
    },
    destroy(error, done) {
      afterDrain = undefined
      pipe.onData = () => pipe.reset()
      pipe.end()
      pipe.resume()
      done(error)
    },
  })
  pipe.onData = (bytes) => {
    if (!duplex.push(bytes)) pipe.pause()
  }
  pipe.onEnd = () => {
    if (!duplex.destroyed) duplex.push(null)
  }
  pipe.onReset = () => {
    if (!duplex.destroyed) duplex.destroy(Object.assign(new Error('the peer reset the stream'), { code: 'ECONNRESET' }))
  }
  pipe.onDrain = drained
  return duplex
}
