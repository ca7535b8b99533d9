import { boardNames } from '../board-kinds/boards.ts'
import type { InEachLanguage } from '../command-line/language.ts'

export const usage = 'npm run flash'

export const help: InEachLanguage = {
  en: `usage: ${usage} [-- flags]

Puts the script and device.json on a board over its console and waits until the board is connected. Storage gets two
zones: both files go to the one that is not in use, are verified there, and take over by one bit of flash. A cut of cable
or power, at any moment, leaves the old script or the new one. Needs no internet.

Files on the board that start or restore something else (.bootrst, .boot0 to .boot3, .bootPowerOn, the image of save()) are
named first; it asks, copies them to board-files beside device.json, and removes them.

A Pico W (--board pico-w, or device.json says so) runs Kaluma, and is flashed otherwise: the script is built with the
configuration inside, dist/firmware.pico-w.js, and replaces the only program there is. The first packet erases the old one,
so a cut leaves none: run it again. Every byte is read back. Experimental, not tried on hardware; --replace, --keep and
--fleet are not for it.

  --port NAME       the board's console: /dev/ttyUSB0, COM3, tcp://HOST:PORT; without it the only one there is
  --list            shows the ports there are; with --json as one JSON list
  --board NAME      refuse another kind of board: ${boardNames.join(', ')}
  --config FILE     the configuration (device.json)
  --app FILE        the application to build and flash, .ts or .js; else the switch
  --module          require("aliyun") for Espruino's prompt and Web IDE, in the place of an application (docs/module.md); a
                    program of your own on the board (.bootcde) stays
  --script FILE     another script than the one that npm run build makes
  --wait N          how many seconds the board may take to become ready (60); 0 does not wait
  --replace         where Storage cannot hold the old and the new script, erase the old one first
  --keep NAME       leave this file of another script on the board (.bootrst, .varimg ...); may be given more than once
  --yes             ask nothing: yes to everything, --replace and removing files of other scripts among it
  --fleet FILE      one board after another, each with the next identity of FILE, the CSV that the Aliyun console exports
  --release NAME    with --fleet: the board that got this identity is gone; let another have it
  --json            one JSON object a line
  --quiet           only what is wrong
  --verbose         a stack with an error
  --lang WORD       en or zh: the language of this text and all others; else the locale's
  --version         which version this is
  --help            this text

exit code: 0 the board is ready; 1 something to mend here; 2 the board said no
`,
  zh: `用法：${usage} [-- 参数]

通过板子的串口把脚本和 device.json 写入板子，并等到它连上云端。Storage 分成两个区：两个文件写入没有使用的那个区，
在那里校验，再由闪存里的一个比特完成切换。无论何时拔线或断电，板子上不是旧脚本就是新脚本。不需要联网。

板子上如果有会启动或恢复其他程序的文件（.bootrst、.boot0 到 .boot3、.bootPowerOn、save() 保存的内存映像），会先列出
它们；得到同意后，复制到 device.json 旁边的 board-files 目录，再从板子上删除。

Pico W（--board pico-w，或 device.json 里写明）运行 Kaluma，烧录方式不同：脚本 dist/firmware.pico-w.js 构建时就把配置写在里面，
并替换板子上唯一的程序。第一个数据包会擦除原有的程序，此后若中断，板子上就没有程序：重新运行即可。每个字节都会读回比较。
实验性，未在硬件上试过；--replace、--keep、--fleet 不适用。

  --port NAME       板子的串口：/dev/ttyUSB0、COM3、tcp://HOST:PORT；省略时使用唯一的那个
  --list            列出现有的端口；加 --json 则输出一个 JSON 列表
  --board NAME      只接受这种板子：${boardNames.join(', ')}
  --config FILE     配置文件（device.json）
  --app FILE        要构建和烧录的应用，.ts 或 .js；默认为开关
  --module          不烧录应用，而是烧录供 Espruino 提示符和 Web IDE 使用的模块 require("aliyun")（见 docs/module.zh-CN.md）；
                    板子上你自己的程序（.bootcde）保持不变
  --script FILE     使用另一个脚本，而不是 npm run build 生成的
  --wait N          最多等多少秒，直到板子就绪（60）；0 表示不等
  --replace         Storage 放不下新旧两个脚本时，先擦除旧的
  --keep NAME       保留板子上其他脚本的这个文件（.bootrst、.varimg 等）；可以多次使用
  --yes             不询问，一律同意，包括 --replace 和删除其他脚本的文件
  --fleet FILE      逐块烧录，每块板子取 FILE 中的下一个设备身份；FILE 是阿里云控制台导出的 CSV
  --release NAME    与 --fleet 一起使用：得到这个身份的板子已经不在了，把身份让给别的板子
  --json            每行输出一个 JSON 对象
  --quiet           只输出错误
  --verbose         出错时显示调用栈
  --lang WORD       输出的语言：en 或 zh；默认取系统的区域设置
  --version         显示版本
  --help            显示本说明

退出码：0 板子已就绪；1 这边有需要修改的地方；2 板子拒绝
`,
}

const text = { type: 'string' } as const
const yes = { type: 'boolean', default: false } as const

export const options = {
  port: text,
  list: yes,
  board: text,
  config: { type: 'string', default: 'device.json' },
  app: text,
  module: yes,
  script: text,
  wait: { type: 'string', default: '60' },
  replace: yes,
  keep: { type: 'string', multiple: true, default: [] as string[] },
  yes,
  fleet: text,
  release: text,
  json: yes,
  quiet: yes,
  verbose: yes,
  help: yes,
} as const
