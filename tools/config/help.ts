import { boardNames } from '../board-kinds/boards.ts'
import type { InEachLanguage } from '../command-line/language.ts'
import { deviceSecretVariable } from '../command-line/secret-variable.ts'
import { wifiPasswordVariable } from './draft/secrets.ts'

export const usage = 'npm run config'

export const help: InEachLanguage = {
  en: `usage: ${usage} [-- flags]

Writes device.json: asks for what is missing, checks each answer at once. Enter keeps what the file has. What was answered
before it ended early is in device.json.draft, for you only, and the next one goes on from there.

  --check              checks the file there: every problem with line, column, what came, what is wanted, what to do
  --print              shows the file there, secrets as asterisks
  --file FILE          another file than device.json; --config FILE is the same
  --app FILE           for an application of your own: no switch is asked for, and --check wants none; so with --module

Where nobody can be asked (no terminal, or CI=1) flags and variables must say all that the file does not:

  --board NAME         ${boardNames.join(', ')}
  --ssid NAME          the Wi-Fi's name; --open: it has no password
  --product-key KEY    the device triple
  --device-name NAME
  --region NAME        cn-shanghai ...; or --instance-id iot-...
  --mqtt-host HOST     another host, such as the local platform's; --mqtt-port N
  --tls                connect with TLS
  --console-json FILE  the JSON that the console copies (device triple or MQTT connection parameters); - reads input
  --pin PIN            the switch's pin: D5; on a Pico W GP5, or LED
  --button PIN         a button to ground that toggles the switch: D0 is BOOT on an ESP32; none by default
  --active-high, --active-low   the level at which the load is on
  --at-boot WORD       off, on or restore
  --keep-alive N       seconds, 30 to 1200
  --desired            a value set while the device was away comes true when it is back

Secrets are never flags: the prompt asks for them, or they come from the environment
as ${wifiPasswordVariable} and ${deviceSecretVariable}, or from --secrets-from FILE|-, whose lines are NAME=value.

  --json               with --check: one JSON object
  --verbose            a stack with an error
  --lang WORD          en or zh: the language of this text and all others; else the locale's
  --version            which version this is
  --help               this text

exit code: 0 written, or nothing wrong; 1 something to mend
`,
  zh: `用法：${usage} [-- 参数]

生成 device.json：缺什么问什么，每个回答当场检查，直接回车沿用文件里原来的值。中途退出时，已经回答的内容保存在
device.json.draft 里，只有你能读；下次运行从那里继续。

  --check              检查现有的文件：每个问题都列出行号、列号、实际值、应为何值、如何处理
  --print              显示现有的文件，密钥以星号代替
  --file FILE          使用另一个文件，而不是 device.json；--config FILE 与此相同
  --app FILE           用于自己的应用：不询问开关，--check 也不要求有开关；--module 同样如此

无法提问时（没有终端，或 CI=1），文件里没有的内容都要由参数和环境变量给出：

  --board NAME         ${boardNames.join(', ')}
  --ssid NAME          Wi-Fi 名称；--open：没有密码
  --product-key KEY    设备三元组
  --device-name NAME
  --region NAME        cn-shanghai 等地域；或 --instance-id iot-...
  --mqtt-host HOST     其他主机，例如本地平台；--mqtt-port N
  --tls                使用 TLS 连接
  --console-json FILE  阿里云控制台“一键复制”得到的 JSON（设备证书或 MQTT 连接参数）；- 表示从标准输入读取
  --pin PIN            开关的引脚：D5；Pico W 上为 GP5 或 LED
  --button PIN         接地按钮的引脚，按下即切换开关：ESP32 的 BOOT 按钮是 D0；默认没有
  --active-high, --active-low   负载接通时引脚的电平
  --at-boot WORD       上电时的状态：off、on 或 restore
  --keep-alive N       保活时间，30 到 1200 秒
  --desired            设备离线期间设置的值，在它上线后生效

密钥从不写在参数里：由对话询问，或来自环境变量 ${wifiPasswordVariable} 和 ${deviceSecretVariable}，
或来自 --secrets-from FILE|-，每行为 NAME=value。

  --json               与 --check 一起使用：输出一个 JSON 对象
  --verbose            出错时显示调用栈
  --lang WORD          输出的语言：en 或 zh；默认取系统的区域设置
  --version            显示版本
  --help               显示本说明

退出码：0 已写入，或没有问题；1 有需要修改的地方
`,
}

const text = { type: 'string' } as const
const yes = { type: 'boolean', default: false } as const

export const options = {
  check: yes,
  print: yes,
  file: text,
  config: text,
  app: text,
  module: yes,
  board: text,
  ssid: text,
  open: yes,
  'product-key': text,
  'device-name': text,
  region: text,
  'instance-id': text,
  'mqtt-host': text,
  'mqtt-port': text,
  tls: yes,
  'console-json': text,
  pin: text,
  'active-high': yes,
  'active-low': yes,
  button: text,
  'at-boot': text,
  'keep-alive': text,
  desired: yes,
  'secrets-from': text,
  json: yes,
  verbose: yes,
  help: yes,
} as const
