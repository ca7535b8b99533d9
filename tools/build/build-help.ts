import type { InEachLanguage } from '../command-line/language.ts'

export const usage = 'npm run build'

export const help: InEachLanguage = {
  en: `usage: ${usage} -- [flags]

Compiles firmware/ into dist/firmware.js, one script without secrets, the same for every device, and its source map.

  --app FILE     the application, .ts or .js; else the switch. It becomes dist/NAME.firmware.js, of the file's name
  --module       dist/aliyun.js instead: no application, but a module for Espruino's prompt and Web IDE, require("aliyun")
                 (docs/module.md)
  --board pico-w dist/firmware.pico-w.js instead, for Kaluma on a Pico W (experimental): device.json, or the FILE of --inline, is
                 inside
  --inline FILE  dist/firmware.inline.js instead: FILE, a device.json, is inside, so the script holds your secrets; what
                 that configuration does not ask for (TLS, buttons ...) is left out
  --no-minify    dist/firmware.readable.js instead: the same program to read, bigger; with --inline still firmware.inline.js
  --sizes        says what each thing costs that the application imports from firmware/, by building without it
  --json         {"file", "bytes", "sha256"} instead of the line
  --verbose      a stack with an error
  --lang WORD    en or zh: the language of this text and all others; else the locale's
  --version      which version this is
  --help         this text
`,
  zh: `用法：${usage} -- [参数]

把 firmware/ 编译成 dist/firmware.js 及其 source map：一个不含密钥的脚本，所有设备通用。

  --app FILE     应用，.ts 或 .js；默认为开关。生成 dist/NAME.firmware.js，NAME 是文件名
  --module       改为生成 dist/aliyun.js：不含应用，而是供 Espruino 提示符和 Web IDE 使用的模块，require("aliyun")
                 （见 docs/module.zh-CN.md）
  --board pico-w 改为生成 dist/firmware.pico-w.js，用于 Pico W 上的 Kaluma（实验性）：device.json（或 --inline 的 FILE）
                 写在里面
  --inline FILE  改为生成 dist/firmware.inline.js：FILE（一个 device.json）写在里面，所以脚本含有你的密钥；
                 该配置用不到的部分（TLS、按钮等）不会包含在内
  --no-minify    改为生成便于阅读的 dist/firmware.readable.js：程序相同，体积更大；与 --inline 一起使用时仍为
                 firmware.inline.js
  --sizes        逐个去掉应用从 firmware/ 导入的内容再构建，列出每一项占多少字节
  --json         输出 {"file", "bytes", "sha256"}，而不是一行文字
  --verbose      出错时显示调用栈
  --lang WORD    输出的语言：en 或 zh；默认取系统的区域设置
  --version      显示版本
  --help         显示本说明
`,
}
