import type { Bytes, Socket } from '../platform/platform.ts'

/** Longest content that is taken, bytes. */
export const contentMax = 2048
/** Longest head of an answer; that of Aliyun's object store has some 800 bytes. */
const headMax = 1536
const deadlineMs = 20_000
const late = 'timeout'

/** `wrong` says why there is no content, '' where there is. */
type Done = (content: Bytes, wrong: Bytes) => void

/**
 * Fetches a file over HTTP (HTTP/1.0, so that the content comes in one piece; RFC 9112), or HTTPS, which verifies nobody. `done` is
 * called once: at the latest after 20 s, or when a connect has ended that blocks. The engine's own module for HTTP would keep
 * a head without an end until all memory is full.
 */
export function download(url: Bytes, done: Done): void {
  let socket: Socket | undefined
  let text = ''
  /** Length of the content, -1 where only the end of the connection tells it; undefined while the head comes. */
  let length: number | undefined
  let isOver = false

  const end = (wrong: Bytes): void => {
    if (isOver) return
    isOver = true
    // A timer that runs must not be cancelled: its id may be given to another one.
    if (wrong !== late) board.cancel(timer)
    if (socket) {
      socket.end()
      socket[board.closeNow] = true
    }
    done(wrong ? '' : text, wrong)
  }
  const timer = board.after(() => end(late), deadlineMs)
  try {
    socket = ask(url)
    socket.on('data', (chunk) => {
      if (isOver) return
      text += chunk
      const headEnd = length === undefined ? text.indexOf('\r\n\r\n') : -1
      if (headEnd >= 0) {
        const found = announced(text.substr(0, headEnd).toLowerCase())
        if (typeof found === 'string') return end(found)
        length = found
        text = text.substr(headEnd + 4)
      }
      const left = length === undefined ? headMax - text.length : (length < 0 ? contentMax : length) - text.length
      if (left < 0) end('too long')
      else if (!left && length! >= 0) end('')
    })
    socket.on('close', () => end(length === -1 ? '' : 'closed'))
  } catch (error) {
    // Builds that block until they are connected throw, as those without TLS do.
    end('' + error)
  }
}

/** Opens a connection and sends the request. Throws where there is none, and for what is no URL of HTTP. @seldom */
function ask(url: Bytes): Socket {
  const parts = url.split('/')
  const place = (parts[2] || '').split(':')
  const secure = parts[0] === 'https:'
  // What could end a line of the request.
  for (let at = 0; at < url.length; at++) if (url[at]! <= ' ' || url[at]! > '~') place[0] = ''
  if ((!secure && parts[0] !== 'http:') || !place[0]) throw 'no URL of HTTP'
  const socket = (secure ? board.tls : board.net).connect({ host: place[0], port: +place[1]! || (secure ? 443 : 80) })
  const path = ' /' + parts.slice(3).join('/')
  socket.write('GET' + path + ' HTTP/1.0\r\nHost: ' + parts[2] + '\r\nConnection: close\r\n\r\n')
  return socket
}

/** Returns the length of the content that a head in lower case announces, -1 for none, or what is wrong with it. @seldom */
function announced(head: Bytes): number | Bytes {
  const status = head.substr(9, 3)
  if (!head.startsWith('http/1.', 0) || status !== '200') return 'HTTP ' + (parseInt(status) || 'garbage')
  const at = head.indexOf('\ncontent-length:')
  const length = at < 0 ? -1 : parseInt(head.substr(at + 16, 12))
  return length >= -1 && length <= contentMax ? length : 'over ' + contentMax + ' bytes'
}
