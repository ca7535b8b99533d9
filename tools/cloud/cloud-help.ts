import type { InEachLanguage } from '../command-line/language.ts'
import { deviceSecretVariable } from '../command-line/secret-variable.ts'
import { describeRules } from './files/rule-flags.ts'
import { defaultRules } from './model/rules.ts'
import { defaultControlPort, defaultPort } from './ports.ts'

export const usage = 'npm run cloud'

/** Where the platform keeps what it is to find again. */
export const defaultData = '.cloud'
export const passwordVariable = 'CLOUD_CONSOLE_PASSWORD'

export const help: InEachLanguage = {
  en: `usage: ${usage} -- [--devices FILE] [flags]
       ${usage} -- --product-key KEY --device-name NAME [flags]

A local stand-in for the Aliyun IoT Platform: logs devices in as Aliyun does and shows what they say. Devices that are
in no file are made in its console, and are there at the next start.

  --devices FILE        {"devices": [{"productKey", "deviceName", "deviceSecret", "disabled"?}], "product"?: TSL,
                        "products"?: {productKey: {"tsl"?: TSL or its file, "topics"?, "productSecret"?,
                        "dynamicRegistration"?, "remoteConfig"?}}}
  --tsl FILE            the thing model of every product that "products" does not name, as the Aliyun console exports it
  --product-key KEY     one device by flags instead; its deviceSecret comes from the environment as
  --device-name NAME    ${deviceSecretVariable}, or with --secrets-from
  --secrets-from FILE   a file whose first line is the deviceSecret; - reads standard input
  --port N              where devices connect: plain TCP, TLS and WebSocket alike (${defaultPort}); 0 takes any free port
  --tls-port N          a second port for TLS alone, as Aliyun's 8883; none by default
  --register-port N     dynamic registration over HTTPS; none by default
  --no-tls              plain TCP and WebSocket only, no certificates
  --host ADDRESS        on which address (127.0.0.1); 0.0.0.0 lets boards on the network in
  --control-port N      where console, OpenAPI and npm run set are (${defaultControlPort})
  --control-host ADDR   on which address (127.0.0.1); another wants a password in ${passwordVariable}
  --https-port N        the same over HTTPS, for clients that trust the test CA (NODE_EXTRA_CA_CERTS); none by default
  --data DIR            where devices, history, log, AccessKey and test CA are kept (${defaultData})
  --memory              keep devices, history and log in memory only
  --auto-delivery MODE  system topics without SUBSCRIBE: always, ss (only with _ss=1), never (${defaultRules.autoDelivery})
  --no-rate-limit       no limit of messages and bytes a second and of CONNECTs a minute
  --rule NAME=VALUE     what Aliyun's documentation leaves open; any number of times
  --json                one JSON object a line instead of the log
  --verbose             a stack with an error
  --lang WORD           en or zh: the language of this text and all others; else the locale's
  --version             which version this is
  --help                this text

Rules, what they may be and their defaults (docs/cloud.md says where they come from):
${describeRules('a number')}
`,
  zh: `用法：${usage} -- [--devices FILE] [参数]
      ${usage} -- --product-key KEY --device-name NAME [参数]

阿里云物联网平台的本地替身：像阿里云一样让设备登录，并显示设备说了什么。文件里没有的设备可以在它的控制台里创建，
下次启动时仍在。

  --devices FILE        {"devices": [{"productKey", "deviceName", "deviceSecret", "disabled"?}], "product"?: TSL,
                        "products"?: {productKey: {"tsl"?: TSL 或 FILE, "topics"?, "productSecret"?,
                        "dynamicRegistration"?, "remoteConfig"?}}}
  --tsl FILE            "products" 没有列出的所有产品的物模型，即阿里云控制台导出的文件
  --product-key KEY     改用参数给出一个设备；它的 deviceSecret 来自环境变量
  --device-name NAME    ${deviceSecretVariable}，或由 --secrets-from 给出
  --secrets-from FILE   第一行是 deviceSecret 的文件；- 表示从标准输入读取
  --port N              设备连接的端口，明文 TCP、TLS 和 WebSocket 共用（${defaultPort}）；0 为任意空闲端口
  --tls-port N          另开一个只用 TLS 的端口，如阿里云的 8883；默认没有
  --register-port N     通过 HTTPS 动态注册；默认没有
  --no-tls              只用明文 TCP 和 WebSocket，不用证书
  --host ADDRESS        监听的地址（127.0.0.1）；0.0.0.0 允许局域网里的板子连接
  --control-port N      本地控制台、OpenAPI 和 npm run set 使用的端口（${defaultControlPort}）
  --control-host ADDR   监听的地址（127.0.0.1）；用其他地址时，要在 ${passwordVariable} 里设置密码
  --https-port N        同样的内容走 HTTPS，供信任测试 CA 的客户端使用（NODE_EXTRA_CA_CERTS）；默认没有
  --data DIR            设备、历史数据、日志、AccessKey 和测试 CA 保存在哪里（${defaultData}）
  --memory              设备、历史数据和日志只放在内存里
  --auto-delivery MODE  不用 SUBSCRIBE 就下发系统 Topic：always、ss（仅当 _ss=1）、never（${defaultRules.autoDelivery}）
  --no-rate-limit       不限制每秒的消息数和字节数，以及每分钟的 CONNECT 次数
  --rule NAME=VALUE     阿里云文档没有写明的行为；可以多次使用
  --json                每行输出一个 JSON 对象，而不是日志
  --verbose             出错时显示调用栈
  --lang WORD           输出的语言：en 或 zh；默认取系统的区域设置
  --version             显示版本
  --help                显示本说明

规则、可用的值及默认值（依据见 docs/cloud.md）：
${describeRules('整数')}
`,
}
