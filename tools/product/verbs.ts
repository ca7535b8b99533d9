/** What a verb does, in one line of each language. */
interface Purpose {
  readonly en: string
  readonly zh: string
}

/** The verbs, in the order in which one needs them: each begins in tools/<verb>.ts, and is an npm script of a checkout. */
export const verbs: Readonly<Record<string, Purpose>> = {
  start: {
    en: 'a local platform, its console and a simulated board: no hardware, no account',
    zh: '本地平台、它的控制台和一块模拟板：不需要硬件和账号',
  },
  config: { en: 'writes device.json, or checks it', zh: '生成或检查 device.json' },
  build: { en: 'builds the script that the board runs', zh: '构建板子运行的脚本' },
  flash: { en: 'puts script and configuration on a board', zh: '把脚本和配置写入板子' },
  logs: { en: 'follows the log of a board', zh: '持续显示板子的日志' },
  run: { en: 'flash and logs in one, again after each change if asked', zh: '写入并显示日志，可在每次改动后重新进行' },
  doctor: {
    en: 'finds what is wrong with computer, configuration, network, board',
    zh: '检查电脑、配置、网络和板子哪里有问题',
  },
  set: { en: 'sets properties of a device through the cloud', zh: '通过云端设置设备的属性' },
  status: { en: 'shows the state of a device as the cloud has it', zh: '显示云端记录的设备状态' },
  types: { en: 'makes types of a thing model', zh: '由物模型生成类型' },
  image: { en: "writes an image of the board's flash, for many boards", zh: '生成板子闪存的镜像，用于批量烧录' },
  board: { en: 'a simulated board alone', zh: '只运行一块模拟板' },
  cloud: { en: 'the local platform alone', zh: '只运行本地平台' },
  chaos: { en: 'a bad network between board and platform, to try', zh: '在板子和平台之间模拟恶劣的网络' },
}
