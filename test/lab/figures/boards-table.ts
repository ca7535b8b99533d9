import type { BoardKind, Build, OnPin } from '../../../tools/board-kinds/board-kind.ts'
import { boards } from '../../../tools/board-kinds/boards.ts'

type Language = 'en' | 'zh'

/** The words of the table, apart from names and numbers. */
const words = {
  en: {
    head: '| board (`--board`) | build, and what it has | JsVars | LED | button | install | tried on hardware | tried otherwise |',
    ...{ network: 'network', noNetwork: 'no network', grows: 'grows', low: 'low', page: 'page', yes: 'yes', no: 'no' },
    ...{ colon: ': ', comma: ', ', open: ' (', close: ')' },
    runtimes: { espruino: '', kaluma: 'Kaluma 1.2.1 (experimental), ' },
  },
  zh: {
    head: '| 板子（`--board`） | 固件及其具备 | JsVars | LED | 按钮 | 安装 | 硬件上试过 | 其他方式试过 |',
    ...{
      network: '网络',
      noNetwork: '没有网络',
      grows: '可增长',
      low: '低电平有效',
      page: '页面',
      yes: '是',
      no: '否',
    },
    ...{ colon: '：', comma: '、', open: '（', close: '）' },
    runtimes: { espruino: '', kaluma: 'Kaluma 1.2.1（实验性），' },
  },
} as const

/** The texts of tools/board-kinds, for the Chinese page. */
const chinese: Readonly<Record<string, string>> = {
  'ESP8266 with 512 KB': 'ESP8266，512 KB',
  'script on a Linux-hosted build with its heap': '脚本在堆大小相同的 Linux 版上跑过',
  'nothing but the table': '没有，只有这张表',
  'script with a configuration inside on a Linux-hosted build with its heap':
    '内含配置的脚本在堆大小相同的 Linux 版上跑过',
  'script and tools on a simulated board': '脚本和工具在模拟板上跑过',
  'every change: npm run engine': '每次改动都跑：npm run engine',
}

/** The table of boards in docs/hardware. */
export function toBoardsTable(language: Language): string {
  const rows = Object.values(boards).map((kind) => `| ${cellsOf(kind, language).join(' | ')} |`)
  return [words[language].head, '|---|---|---|---|---|---|---|---|', ...rows].join('\n')
}

function cellsOf(
  { name, title, runtime, builds, led, button, install, tried }: BoardKind,
  language: Language,
): string[] {
  const { grows, page, yes, no, colon, open, close, runtimes } = words[language]
  const translate = (text: string): string => (language === 'zh' ? (chinese[text] ?? text) : text)
  return [
    `${translate(title)}${open}\`${name}\`${close}`,
    builds.map(({ board, has }) => `${runtimes[runtime]}${board}${colon}${toHas(has, language)}`).join('<br>'),
    builds.map(({ heap }) => toHeap(heap, grows)).join('<br>'),
    toPin(led, language),
    toPin(button, language),
    `[${page}](${install.page})`,
    // A computer is no board.
    name === 'linux' ? '-' : tried.onHardware ? yes : no,
    translate(tried.otherwise),
  ]
}

/** How many variables the heap holds; of a heap that is not counted in variables its size. */
function toHeap(heap: Build['heap'], grows: string): string {
  if ('bytes' in heap) return `${heap.bytes / 1024} KB`
  return heap.jsVars?.toLocaleString('en') ?? grows
}

function toHas({ wifi, net, tls, sha256 }: Build['has'], language: Language): string {
  const { network, noNetwork, comma } = words[language]
  if (!net) return noNetwork
  return [wifi ? 'Wi-Fi' : network, ...(tls ? ['TLS'] : []), ...(sha256 ? ['SHA-256'] : [])].join(comma)
}

function toPin(at: OnPin | undefined, language: Language): string {
  if (at === undefined) return '-'
  const { open, low, close } = words[language]
  return at.activeHigh ? at.pin : `${at.pin}${open}${low}${close}`
}
