import type { Report } from '../kaluma/report.ts'

type Language = 'en' | 'zh'

const words = {
  en: {
    head: '| measured | the real image, emulated | the real runtime on Linux |\n|---|---|---|',
    heap: 'JavaScript heap, B',
    ready: 'of it in use at `mqtt ready`',
    peak: 'at most until then',
    burst: 'at most in 60 sets of 1,900 bytes at once',
    skip: 'at most while a PUBLISH of 200 kB is skipped',
    power: 'power on to `mqtt ready`, ms',
    sign: 'signature, ms',
    join: 'signature, scan and join, ms',
    set: 'a property set until its reply, ms',
    reset: 'until a reset connection is noticed, ms',
    passed: (c: number, b: number) => `| cases passed | ${c} | ${b} |`,
  },
  zh: {
    head: '| 测量项 | 真实映像（仿真器中） | Linux 上的真实运行环境 |\n|---|---|---|',
    heap: 'JavaScript 堆，字节',
    ready: '`mqtt ready` 时已用',
    peak: '到那时为止的峰值',
    burst: '一次到达 60 个 1,900 字节的设置时的峰值',
    skip: '跳过 200 kB 的 PUBLISH 时的峰值',
    power: '上电到 `mqtt ready`，毫秒',
    sign: '签名，毫秒',
    join: '签名、扫描和入网，毫秒',
    set: '从属性设置到回复，毫秒',
    reset: '多久发现连接被重置，毫秒',
    passed: (c: number, b: number) => `| 通过的用例 | ${c} | ${b} |`,
  },
} as const

/** What the real Kaluma showed, as a table of markdown: bytes and emulated times. */
export function toKalumaTable({ figures, results }: Report, language: Language): string {
  const say = words[language]
  const show = (name: string | undefined): string => {
    const value = name === undefined ? undefined : figures[name]
    return value === undefined ? '-' : value.toLocaleString('en')
  }
  const rows: readonly (readonly [string, string | undefined, string | undefined])[] = [
    [say.heap, 'board.heap.bytes', 'heap.bytes'],
    [say.ready, 'board.heap.ready.bytes', 'heap.ready.bytes'],
    [say.peak, 'board.heap.peakUntilReady.bytes', 'heap.peakUntilReady.bytes'],
    [say.burst, 'board.heap.peakInBurst.bytes', 'heap.peakInBurst.bytes'],
    [say.skip, 'board.heap.peakInSkip.bytes', 'heap.peakInSkip.bytes'],
    [say.power, 'board.powerOnToReady.ms', undefined],
    [say.sign, 'board.sign.ms', 'signing.ms'],
    [say.join, 'board.signAndJoin.ms', undefined],
    [say.set, 'board.set.ms', undefined],
    [say.reset, 'board.resetSeenAfter.ms', undefined],
  ]
  const passed = (ring: string): number => results.filter((each) => each.ring === ring && each.ok).length
  const lines = rows.map(([what, board, linux]) => `| ${what} | ${show(board)} | ${show(linux)} |`)
  return [say.head, ...lines, say.passed(passed('c'), passed('b'))].join('\n')
}
