import { RP2040 } from 'rp2040js'
import { instructions, wide } from './instructions.ts'
import { Memory } from './memory.ts'
import { warmUp } from './warm-up.ts'

/** The half-words of a piece of memory that holds code. */
interface Code {
  words: Uint16Array
  start: number
}

/**
 * Runs instructions until the memory's budget of cycles is used up, or there is one that it does not have, or that lies outside
 * the code. Returns the cycles.
 */
type Run = (state: State, code: Code, memory: Memory) => number

interface State {
  registers: Int32Array
  core: RP2040['core']
  kinds: Uint8Array
}

const romBytes = 0x4000
/** Of instructions of 32 bits: BL and the barriers. */
const kindOfWide = instructions.length + 1

let table: Table | undefined

interface Table {
  kinds: Uint8Array
  run: Run
}

/**
 * The processor's instructions, many times as fast as rp2040js runs them: one function that is made of the table. Those of the
 * system are left to rp2040js.
 */
export class Interpreter {
  private readonly state: State
  private readonly run: Run
  private readonly places: { flash: Code; ram: Code }

  constructor(
    private readonly chip: RP2040,
    private readonly memory: Memory,
  ) {
    table ??= makeTable()
    const { core, flash, sram } = chip
    this.run = table.run
    this.state = { registers: new Int32Array(core.registers.buffer), core, kinds: table.kinds }
    this.places = {
      flash: { words: new Uint16Array(flash.buffer), start: 0x10000000 },
      ram: { words: new Uint16Array(sram.buffer), start: 0x20000000 },
    }
  }

  /** Runs at least one instruction, and about `cycles`. Returns the cycles that they took. */
  step(cycles: number): number {
    const { memory } = this
    const { core } = this.chip
    if (core.interruptsUpdated && core.checkForInterrupts()) core.waiting = false
    const { PC } = core
    const code = this.codeAt(PC)
    if (!code && PC >= romBytes) {
      memory.fault(PC)
      return 1
    }
    memory.budget = Math.ceil(cycles)
    let spent = code ? this.run(this.state, code, memory) : 0
    if (spent === 0) spent = core.executeInstruction()
    spent += memory.cycles
    memory.cycles = 0
    return spent
  }

  private codeAt(pc: number): Code | undefined {
    const { flash, ram } = this.places
    if (pc >>> 24 === flash.start >>> 24) return flash
    return (pc - ram.start) >>> 0 < 2 * ram.words.length ? ram : undefined
  }
}

function makeTable(): Table {
  const made: Table = { kinds: kindsOf(), run: makeRun() }
  const chip = new RP2040()
  const silent = (): void => undefined
  chip.logger = { debug: silent, info: silent, warn: silent, error: silent }
  const memory = new Memory(chip, silent)
  const { core, flash } = chip
  const state = { registers: new Int32Array(core.registers.buffer), core, kinds: made.kinds }
  const code = { words: new Uint16Array(flash.buffer), start: 0x10000000 }
  warmUp(
    instructions.map(([pattern]) => pattern),
    {
      ...{ registers: state.registers, words: code.words, at: 0x10000400 },
      setFlags: (bits) => Object.assign(core, { N: !!(bits & 1), Z: !!(bits & 2), C: !!(bits & 4), V: !!(bits & 8) }),
      run: () => {
        memory.budget = 1
        made.run(state, code, memory)
      },
    },
  )
  return made
}

/** Returns for each half-word which instruction begins with it, 0 for none. */
function kindsOf(): Uint8Array {
  const kinds = new Uint8Array(65_536)
  for (const [i, [pattern]] of [...instructions.entries()].reverse()) {
    const mask = parseInt(pattern.replace(/[01]/g, '1').replace(/[^1]/g, '0'), 2)
    const bits = parseInt(pattern.replace(/[^01]/g, '0'), 2)
    for (let opcode = 0; opcode < 65_536; opcode++) if ((opcode & mask) === bits) kinds[opcode] = i + 1
  }
  for (let opcode = 0xf000; opcode < 0xf800; opcode++) kinds[opcode] = kindOfWide
  return kinds
}

/** The names of the operands in the text: those that mean something else there have a line behind. */
const names: Readonly<Record<string, string>> = { n: 'n_', m: 'm' }

function operandsOf(pattern: string): string {
  const letters = [...new Set(pattern.replace(/[01]/g, ''))]
  return letters
    .map((letter) => {
      const at = 15 - pattern.lastIndexOf(letter)
      const bits = pattern.split(letter).length - 1
      const name = letter === 'm' && bits === 4 ? 'm_' : (names[letter] ?? letter)
      return `const ${name}=o>>${at}&${2 ** bits - 1};`
    })
    .join('')
}

function makeRun(): Run {
  const cases = instructions.map(([pattern, text], i) => {
    const own = text.replaceAll('m.', 'M.').replace(/\bm\b/g, 'm')
    return `case ${i + 1}:{${operandsOf(pattern)}${own};break}`
  })
  const isCall = 'next>>14===3&&next&4096'
  const isBarrier = 'o===62399&&next>>8===143'
  const wideCase =
    `case ${kindOfWide}:{const next=w[x+1];` +
    `if(${isCall}){${wide.call}}else if(${isBarrier}){${wide.barrier}}else{stop=true;pc-=2;n--}break}`
  const body = `'use strict';
    const r=s.registers,c=s.core,K=s.kinds,w=code.words,start=code.start,size=w.length;
    const B=M.ram8,H=M.ram16,R=M.ram32,S=M.ramBytes;
    let pc=r[15]&~1,z=c.Z?0:c.N?-1:1,C=c.C,V=c.V,n=0,a=0,b=0,t=0,k=0,stop=false;
    while(n<M.budget){
      const x=pc-start>>>1;
      if(x>=size)break;
      const o=w[x];
      pc+=2;n++;
      switch(K[o]){
        ${cases.join('\n')}
        ${wideCase}
        default:stop=true;pc-=2;n--
      }
      if(stop)break;
    }
    r[15]=pc;c.N=z<0;c.Z=z===0;c.C=C;c.V=V;
    return n`
  return new Function('s', 'code', 'M', body) as Run
}
