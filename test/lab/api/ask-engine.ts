import { createServer, type AddressInfo, type Server } from 'node:net'
import { startEngine } from '../../../tools/engine/engine.ts'
import { nameOf } from './compare.ts'
import type { Declared } from './declarations.ts'

const withinMs = 20_000

/** What the Linux build cannot have: names as in `nameOf`, and why. */
const notOnLinux: readonly (readonly [names: RegExp, why: string])[] = [
  [/^(ESP32|ESP8266|NodeMCU)\b/, 'of one chip'],
  [/^(Wifi|neopixel)\./, 'a module of boards'],
  [/^(LED1|BTN1|A0|D(3[3-9]|4\d))$/, 'a pin that it lacks'],
  [/^E\.getBattery$/, 'of boards with a battery'],
  [/^http(SRq|SRs|CRs)#/, 'comes with a request only'],
]

/** How to come by something whose members can be asked for; PORT is one where somebody listens. */
const instances: Readonly<Record<string, string>> = {
  ...{ Object: '({})', Number: '(1)', Date: '(new Date())', ArrayBuffer: '(new ArrayBuffer(1))' },
  ...{ String: '""', Array: '[]', Pin: 'D1', I2C: 'I2C1', SPI: 'SPI1', Serial: 'Serial1', OneWire: 'new OneWire(D1)' },
  ...{ StorageFile: 'require("Storage").open("a","w")', Server: 'require("net").createServer(function(){})' },
  ...{ httpSrv: 'require("http").createServer(function(){})', dgramSocket: 'require("dgram").createSocket("udp4")' },
  Socket: 'require("net").connect({host:"127.0.0.1",port:PORT},function(){})',
  httpCRq: 'require("http").request({host:"127.0.0.1",port:1},function(){})',
}
const modules = /^(Storage|Flash|heatshrink|Wifi|net|tls|http|dgram|crypto|neopixel)$/

/** The expression whose value a declaration is about. */
function expressionOf({ of, owner, name }: Declared): string {
  if (of === 'global') return name
  const thing = of === 'instance' ? instances[owner] : modules.test(owner) ? `require(${JSON.stringify(owner)})` : owner
  return name === 'new' ? owner : `(${thing}).${name}`
}

/**
 * Asks the interpreter for each declaration whether it has such a thing. Returns a line for each that it lacks and should
 * have, and for each that it has although the declarations or `notOnLinux` say that it has not.
 */
export async function lacking(declared: readonly Declared[], executable: string): Promise<string[]> {
  const lines = declared.map((one, at) => {
    const ask = `t=typeof ${expressionOf(one)}`
    return `var t="undefined";try{${ask}}catch(e){}print("~${at} "+t)`
  })
  const listener = await listen()
  const { port } = listener.address() as AddressInfo
  const script = `var PORT=${port};\n${lines.join('\n')}\nprint("~end")\n`
  const engine = startEngine({ executable, files: { '.bootcde': script } })
  try {
    await engine.line(/^~end/, { withinMs })
    return declared.flatMap((one, at) => {
      const isHad = engine.lines.some((line) => line.startsWith(`~${at} `) && line !== `~${at} undefined`)
      const [, why] = notOnLinux.find(([names]) => names.test(nameOf(one))) ?? []
      if (one.isLacking) return isHad ? [`${one.at}  ${nameOf(one)}: the interpreter has it after all`] : []
      if (isHad)
        return why === undefined ? [] : [`${one.at}  ${nameOf(one)}: the interpreter has it after all (${why})`]
      return why === undefined ? [`${one.at}  ${nameOf(one)}: the interpreter has none`] : []
    })
  } finally {
    await engine.stop()
    listener.close()
  }
}

function listen(): Promise<Server> {
  // Nobody is asked for anything: a connection only has to come about.
  const server = createServer((socket) => socket.on('error', () => socket.destroy()))
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
