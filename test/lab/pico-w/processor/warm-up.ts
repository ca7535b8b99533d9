/** What the interpreter's function is called with, on a chip that is thrown away. */
export interface Trial {
  registers: Int32Array
  /** Where the instruction is put. */
  words: Uint16Array
  at: number
  setFlags(bits: number): void
  run(): void
}

/** RAM, flash, a peripheral, what is not aligned, small and large numbers. */
const values = [0x20000100, 0x10000100, 0x40054000, 0x20000101, 0, 1, 33, -1, 0x7fffffff, -(2 ** 31), 0xf0000000 | 0]
const turns = 4

/**
 * Runs every instruction a few times, each way it can go. V8 translates the function anew whenever it meets a way that it has not
 * seen yet, and that took longer than the instructions themselves.
 */
export function warmUp(patterns: readonly string[], trial: Trial): void {
  let seed = 1
  const next = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) >>> 8
  const place = (trial.at & 0xffffff) >> 1
  const wide = [
    [0xf000, 0xf800],
    [0xf3bf, 0x8f5f],
    [0xf400, 0xd000],
    [0xf3ef, 0x8000],
  ]
  // The operands: all 0, all 1, and others.
  const filled = (pattern: string, copy: number): string =>
    pattern.replace(/[^01]/g, () => (copy < 2 ? `${copy}` : `${next() & 1}`))
  const opcodes = patterns.flatMap((pattern) => values.map((_, copy) => [parseInt(filled(pattern, copy), 2), 0xf800]))
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, [opcode = 0, behind = 0]] of [...opcodes, ...wide, ...wide].entries()) {
      for (let k = 0; k < 15; k++) trial.registers[k] = values[(i + (k % 3 ? next() : turn)) % values.length] ?? 0
      trial.registers[13] = 0x20001000
      trial.registers[15] = trial.at
      trial.words[place] = opcode
      trial.words[place + 1] = behind
      trial.setFlags(next())
      trial.run()
    }
  }
}
