import type { InEachLanguage } from '../command-line/language.ts'
import { defaultControlPort, defaultPort } from '../cloud/ports.ts'

export const usage = 'npm start'

export const help: InEachLanguage = {
  en: `usage: ${usage} -- [flags]

Builds the script, starts a local stand-in for the Aliyun IoT Platform and runs the script in a simulated board, with an
identity made up for the occasion: no hardware, no account, no configuration. Nothing leaves this computer.

  --port N          where the platform's MQTT broker listens on 127.0.0.1 (${defaultPort}); 0 takes any free port
  --control-port N  where the console, the OpenAPI and npm run set reach it (${defaultControlPort}); 0 takes any free port
  --app FILE        the application to build and run, .ts or .js; else the switch, or what the file of --config asks for
  --config FILE     takes board, switches and properties of this device.json: your pins, simulated, and of properties the thing
                     model. Its Wi-Fi, its identity and its secrets are not used
  --tsl FILE        the product's thing model, as the Aliyun console exports it; else model.json beside the application of
                     --app. Without one any property counts as known
  --partners FILE   what stands around the board: sensors and other devices, .ts or .js; else partners.ts or partners.js
                    beside the application
  --board pico-w    a simulated Pico W with Kaluma (experimental) in the place of the ESP32
  --memory          keep no history and no log on disk (.cloud/demo.sqlite)
  --engine          run the script in the real interpreter (its path in ESPRUINO), not in the simulated board
  --verbose         a stack with an error
  --lang WORD       en or zh: the language of this text and all others; else the locale's
  --version         which version this is
  --help            this text

Times in the log are seconds since the board was switched on, all of one clock.
Space toggles the switch, or the first bool of the thing model that may be set; so does npm run set in a second terminal.
Ctrl-C ends everything.
`,
  zh: `用法：${usage} -- [参数]

构建脚本，启动阿里云物联网平台的本地替身，并在模拟板上运行脚本，设备身份临时生成：不需要硬件、账号和配置。
数据不会离开这台电脑。

  --port N          平台的 MQTT 服务在 127.0.0.1 上的端口（${defaultPort}）；0 为任意空闲端口
  --control-port N  本地控制台、OpenAPI 和 npm run set 使用的端口（${defaultControlPort}）；0 为任意空闲端口
  --app FILE        要构建和运行的应用，.ts 或 .js；默认为开关，或 --config 的文件所需的应用
  --config FILE     取这个 device.json 的 board、switches 和 properties：模拟你自己的引脚，并由 properties 得出物模型。
                     文件中的 Wi-Fi、设备身份和密钥都不使用
  --tsl FILE        产品的物模型，即阿里云控制台导出的文件；默认为 --app 所指应用旁边的 model.json。
                     没有物模型时，任何属性都算已定义
  --partners FILE   板子周围的传感器和其他器件，.ts 或 .js；默认取应用旁边的 partners.ts 或 partners.js
  --board pico-w    不模拟 ESP32，改为模拟运行 Kaluma 的 Pico W（实验性）
  --memory          历史数据和日志不写入磁盘（.cloud/demo.sqlite）
  --engine          在真正的解释器（路径由 ESPRUINO 给出）里运行脚本，而不是模拟板
  --verbose         出错时显示调用栈
  --lang WORD       输出的语言：en 或 zh；默认取系统的区域设置
  --version         显示版本
  --help            显示本说明

日志的时间从模拟板上电算起，单位为秒，所有的行用同一个时钟。
按空格键切换开关，即物模型中第一个可写的布尔属性，也可以在另一个终端里运行 npm run set。Ctrl-C 全部结束。
`,
}
