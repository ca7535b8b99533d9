import type { Probe } from './probe.ts'

/** What a probe may use, on any interpreter: written for the poorest of them. */
const helpers = `
var net;
try { net = require("net") } catch (e) {}
function text(v) { return typeof v == "object" && v !== null ? JSON.stringify(v) : "" + v }
function throws(f) { try { f() } catch (e) { return true } return false }
function throwsSource(s) { try { return "answers " + text(eval(s)) } catch (e) { return "throws" } }
function parsed(s) { try { return JSON.stringify(JSON.parse(s)) } catch (e) { return e.toString() } }
function missing(need) {
  if (need == "memory") return process.memory().total < 4000;
  return need && process.env.MODULES.split(",").indexOf(need) < 0;
}
function ask(i, need, js, prints) {
  var a;
  if (missing(need)) { print("#" + i + " absent"); return }
  if (prints) print("#" + i + " prints");
  try { a = text(eval(js)) } catch (e) { a = "throws " + e.toString() }
  print("#" + i + " " + (prints ? "printed" : a));
}
var later = [];
function askLater(i, need, js, prints) { if (missing(need)) print("#" + i + " absent"); else later.push([i, js, prints]) }
function next() {
  if (!later.length) { print("#end"); return }
  var q = later.shift(), over = false, timer;
  function done(a) {
    if (over) return;
    over = true;
    clearTimeout(timer);
    print("#" + q[0] + " " + (q[2] ? "printed" : text(a)));
    setTimeout(next, 1);
  }
  if (q[2]) print("#" + q[0] + " prints");
  timer = setTimeout(done, 1000, "no answer");
  try { eval("(function(done){" + q[1] + "})")(done) } catch (e) { done("throws " + e.toString()) }
}
`

export interface Surroundings {
  /** A port on 127.0.0.1 where `servePeer` answers, and one where nobody listens. */
  port: number
  refusedPort: number
  /** Defines BLOCK(ms), which lets nothing else run for so long. */
  block: string
}

/** A script that asks the probes one after another and prints '#index answer', then '#end'. */
export function questionnaire(probes: readonly Probe[], around: Surroundings): string {
  const questions = probes.map((probe, index) => {
    const ask = probe.later ? 'askLater' : 'ask'
    return `${ask}(${index}, ${JSON.stringify(probe.needs ?? '')}, ${literal(probe.js)}, ${probe.prints});`
  })
  const { port, refusedPort, block } = around
  const constants = `var PORT = ${port}, REFUSED = ${refusedPort};\n${block}`
  return `${constants}${helpers}${questions.join('\n')}\nsetTimeout(next, 1);\n`
}

/** Takes the answers out of what a questionnaire printed; undefined for a probe that was not answered. */
export function readAnswers(lines: readonly string[], count: number): (string | undefined)[] {
  const answers = new Array<string | undefined>(count).fill(undefined)
  let printed: string[] = []
  for (const line of lines) {
    const [, index, answer = ''] = /^#(\d+) (.*)$/.exec(line) ?? []
    if (index === undefined) printed.push(line)
    else if (answer === 'prints') printed = []
    else answers[Number(index)] = answer === 'printed' ? printed.join('\\n') : answer
  }
  return answers
}

/** The far end that the network probes talk to: does what a command says. */
export function servePeer(command: string, peer: { write(bytes: Uint8Array): void; end(): void; reset(): void }): void {
  const [verb, count] = command.split(' ')
  if (verb === 'echo') peer.write(Buffer.from(command.slice('echo '.length), 'latin1'))
  if (verb === 'big' || verb === 'datafin') peer.write(Buffer.alloc(Number(count), 'x'))
  if (verb === 'fin' || verb === 'datafin') peer.end()
  if (verb?.startsWith('rst') === true) peer.reset()
}

/** A string literal in which non-ASCII stays as it is: the engine reads the UTF-8 bytes of the script. */
function literal(js: string): string {
  return `"${js.replace(/["\\]/g, '\\$&')}"`
}
