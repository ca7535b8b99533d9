import { speak } from './language.ts'

const width = 24

/** Returns a line such as `upload     [############------------]  8,704 of 17,500 B`. */
export function drawBar(what: string, bytes: number, all: number): string {
  const done = all === 0 ? width : Math.floor((width * bytes) / all)
  const bar = '#'.repeat(done) + '-'.repeat(width - done)
  return `${what.padEnd(10)} [${bar}] ${speak`${bytes.toLocaleString('en')} of ${all.toLocaleString('en')} B`}`
}
