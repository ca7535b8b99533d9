import type { InEachLanguage } from '../command-line/language.ts'
import { profiles } from './profile.ts'

export const usage = 'npm run board'

export const help: InEachLanguage = {
  en: `usage: ${usage} -- [flags]

Runs the built script in a simulated board, on real time and the real network, and shows its log and its pins.

  --config FILE     the configuration for the board's Storage (device.json)
  --app FILE        the application to build and run, .ts or .js; else --script
  --script FILE     the script to run (dist/firmware.js)
  --partners FILE   what stands around the board: sensors and other devices, .ts or .js; else partners.ts or partners.js
                    beside the application that --app names
  --profile NAME    which board: ${Object.keys(profiles).join(', ')}; else the one that the configuration names, else esp32
  --board pico-w    a Pico W with Kaluma instead (experimental), with the script that is built with the configuration inside;
                    so, too, when the configuration names it
  --engine          run it in the real interpreter instead; ESPRUINO says where that is
  --console PORT    put the board's console on a TCP port of this computer, for npm run doctor, flash and logs with
                    --port tcp://127.0.0.1:PORT. Such a board is new: it has only what --script and --config name. A Pico W has
                    only --script or --app, and the network that --config names in range. Each simulated
                    board has a serial number of its port (for --fleet)
  --json            one JSON object a line: {"atMs", "line"} or {"atMs", "pin", "level"}
  --verbose         a stack with an error
  --lang WORD       en or zh: the language of this text and all others; else the locale's
  --version         which version this is
  --help            this text
`,
  zh: `用法：${usage} -- [参数]

在模拟板上运行构建好的脚本，使用真实的时间和真实的网络，并显示它的日志和引脚。

  --config FILE     写入板子 Storage 的配置（device.json）
  --app FILE        要构建和运行的应用，.ts 或 .js；否则取 --script
  --script FILE     要运行的脚本（dist/firmware.js）
  --partners FILE   板子周围的传感器和其他器件，.ts 或 .js；默认取 --app 应用旁边的 partners.ts 或 partners.js
  --profile NAME    模拟哪种板子：${Object.keys(profiles).join(', ')}；默认取配置里写的，再默认为 esp32
  --board pico-w    改为模拟运行 Kaluma 的 Pico W（实验性），脚本构建时就把配置写在里面；配置里写明 pico-w 时也是如此
  --engine          改在真正的解释器里运行；路径由 ESPRUINO 给出
  --console PORT    把板子的串口放到这台电脑的 TCP 端口上，供 npm run doctor、flash 和 logs 以
                    --port tcp://127.0.0.1:PORT 使用。这样的板子是全新的：里面只有 --script 和 --config 指定的内容；
                    Pico W 里只有 --script 或 --app 的程序，周围只有 --config 里写的网络。
                    每块模拟板的序列号由端口决定（用于 --fleet）
  --json            每行输出一个 JSON 对象：{"atMs", "line"} 或 {"atMs", "pin", "level"}
  --verbose         出错时显示调用栈
  --lang WORD       输出的语言：en 或 zh；默认取系统的区域设置
  --version         显示版本
  --help            显示本说明
`,
}
