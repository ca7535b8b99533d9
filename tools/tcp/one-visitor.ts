import type { Socket } from 'node:net'

/** What a serial server says to a second client before it closes the connection, in the words of ser2net. */
const inUse = 'Port already in use'

/** How long who comes waits for who is just leaving, ms: a server may see the one's connection before the other's end. */
const leavingMs = 50

/** Lets one client at a time use a port. */
export class OneVisitor {
  private visitor: Socket | undefined
  private isOver = false

  /** Calls `enter` once the client may use the port; one that comes while another stays is told so, and its connection closed. */
  admit(socket: Socket, enter: () => void): void {
    socket.on('error', () => socket.destroy())
    if (this.visitor === undefined) return this.settle(socket, enter)
    setTimeout(() => this.settle(socket, enter), leavingMs)
  }

  write(bytes: Uint8Array): void {
    this.visitor?.write(bytes)
  }

  /** Closes the client's connection. */
  disconnect(): void {
    this.visitor?.destroy()
    this.visitor = undefined
  }

  /** The same, and lets nobody in any more. */
  end(): void {
    this.isOver = true
    this.disconnect()
  }

  private settle(socket: Socket, enter: () => void): void {
    if (socket.destroyed) return
    if (this.isOver || this.visitor !== undefined) {
      socket.resume().end(`${inUse}\r\n`)
      return socket.destroySoon()
    }
    this.visitor = socket
    const leave = (): void => {
      if (this.visitor === socket) this.visitor = undefined
    }
    // 'end' comes first: who has left makes room at once for who comes next.
    socket.once('end', leave).once('close', leave)
    enter()
  }
}
