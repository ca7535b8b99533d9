/** What a terminal does with colours and cursor movements: nothing of them is text. */
// eslint-disable-next-line no-control-regex -- ESC is what they begin with
const escapes = /\u001b\[[0-9;]*[A-Za-z]|\r/g

/** The console of a board: bytes as they leave it, and the lines that a person reads of them. */
export class ConsoleBytes {
  private pending: Uint8Array = new Uint8Array(0)

  constructor(
    private readonly bytesOut: (bytes: Uint8Array) => void,
    /** A complete line, decoded as UTF-8, without colours. */
    private readonly lineOut: (line: string) => void,
  ) {}

  /** Text as the engine prints it: each character as UTF-8, so that a byte of 0x80 and above leaves as two. */
  print(text: string): void {
    this.write(Buffer.from(text, 'utf8'))
  }

  /** Bytes as they are. */
  write(bytes: Uint8Array): void {
    this.bytesOut(bytes)
    let all: Uint8Array = Buffer.concat([this.pending, bytes])
    for (let end = all.indexOf(10); end >= 0; end = all.indexOf(10)) {
      this.lineOut(Buffer.from(all.subarray(0, end)).toString('utf8').replace(escapes, ''))
      all = all.subarray(end + 1)
    }
    this.pending = all
  }
}
