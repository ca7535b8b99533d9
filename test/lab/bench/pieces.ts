import assert from 'node:assert/strict'
import { startEngine } from '../../../tools/engine/engine.ts'
import type { GivenEngine } from '../engine/engines.ts'
import type { Contestant } from './contestant.ts'
import { publishPacket, rechunk, setPackets, topics } from './packets.ts'
import { cpuMsOf } from './runner.ts'

/*
 * TCP joins small pieces faster than the engine takes them. Here each piece is a data event of its own: the engine's network
 * is one written in JavaScript (its module NetworkJS) whose receive function, while it is timed, is the native pop() of a
 * list of pieces cut before. A handful of empty ones at the list's end keep the socket open until the last is handled.
 */
const boot0 = `var jsnIn=[],jsnPieces=[];for(var jsnI=0;jsnI<99;jsnI++)jsnPieces.push("");
function jsnAnswer(d){for(var a=0;a<d.length;){var n=d.charCodeAt(a+1),h=2;
if(n>127){n+=(d.charCodeAt(a+2)-1)<<7;h=3}
if(d.charAt(a)=="\\x10")jsnIn.unshift(" \\x02\\0\\0");
if(d.charAt(a)=="\\x82"){jsnIn.unshift("\\x90\\x03"+d.substr(a+h,2)+"\\x01");print("~subscribed")}
a+=h+n}}
var jsnNet={create:function(){return 1},close:function(){},
send:function(s,d){jsnAnswer(d);return d.length},
recv:function(){return jsnIn.length?jsnIn.pop():""}};
require("NetworkJS").create(jsnNet);
function cutPieces(){var b=require("Storage").read("burst"),z=require("Storage").read("sizes");
for(var a=b.length,i=z.length-1;i>=0;i--){a-=z.charCodeAt(i);jsnPieces.push(""+b.substr(a,z.charCodeAt(i)))}
print("~cut "+a)}
function goPieces(){jsnNet.recv=jsnPieces.pop.bind(jsnPieces)}
`

/** A script that only counts the pieces: the limit of this way to deliver them. */
const bareScript = (bytes: number): string =>
  `var bareN=0;require("net").connect({host:"127.0.0.1",port:1},function(s){s.on("data",function(d){` +
  `bareN+=d.length;if(bareN==${bytes})print('user get "end"')})});print("~subscribed")`

const withinMs = 60_000

/** Sets without an id, parsed and ignored, in pieces of 1 to 50 bytes, an event each; messages a second of CPU time. */
export async function runPieces(
  contestant: Contestant | 'bare',
  given: GivenEngine,
  count: number,
  seed: string,
): Promise<number> {
  const packets = [...setPackets(1, count, { idName: 'nr' }), publishPacket(topics.get, 'end')]
  const pieces = rechunk(packets, seed)
  const burst = Buffer.concat(packets)
  const script = contestant === 'bare' ? bareScript(burst.length) : contestant.script
  const engine = startEngine({
    executable: given.executable,
    files: {
      '.boot0': boot0,
      '.bootcde': script,
      burst,
      sizes: Buffer.from(pieces.map(({ length }) => length)),
      ...(contestant === 'bare' ? {} : contestant.config(1)),
    },
  })
  try {
    for (let left = contestant === 'bare' ? 1 : 2; left > 0; left--) await engine.line(/^~subscribed/, { withinMs })
    engine.type('cutPieces()')
    assert.equal(await engine.line(/^~cut /, { withinMs }), '~cut 0')
    const cpuBefore = cpuMsOf(engine.pid)
    engine.type('goPieces()')
    await engine.line(/user[ /]get "end"$/i, { withinMs })
    return (1000 * count) / (cpuMsOf(engine.pid) - cpuBefore)
  } finally {
    await engine.stop()
  }
}
