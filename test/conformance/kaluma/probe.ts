/** One question to a board that runs Kaluma 1.2.1, and what the real runtime prints: measured on its Linux build. */
export interface KalumaProbe {
  readonly name: string
  /** Runs as a program of its own, with `helpers`. */
  readonly script: string
  /** All that is printed, a character a byte, split at \n; a \r before it is there. */
  readonly lines: readonly string[]
}

/** What a probe may use: `say` prints a line, `thrown` tells what a function throws, `hex` the characters of a text. */
const helpers = String.raw`
function say(value) { print(value + '\n') }
function thrown(f) { try { return 'gives ' + f() } catch (error) { return error.name + ': ' + error.message } }
function hex(text) {
  var codes = []
  for (var at = 0; at < text.length; at++) codes.push(text.charCodeAt(at).toString(16))
  return codes.join(' ')
}
`

/** The program that asks one probe. It ends by itself, once its timers have run. */
export function programOf({ script }: KalumaProbe): string {
  // Behind it, so that its lines keep their numbers in a stack.
  return `${script.trimStart()}\n${helpers}`
}

/** What a program printed, as a probe has it. */
export function linesOf(output: string): string[] {
  const lines = output.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
