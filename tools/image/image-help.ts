import { boardNames } from '../board-kinds/boards.ts'
import type { InEachLanguage } from '../command-line/language.ts'

export const usage = 'npm run image'

export const help: InEachLanguage = {
  en: `usage: ${usage} [-- flags]

Makes the whole Storage of a board as one file, script and device.json in it, to be written together with the interpreter
by esptool: no upload over the console. Needs no board and no internet. Not tried on hardware.
The file holds your secrets; its mode is 0600. Not for a Pico W: npm run flash puts the script on it.

  --board NAME    ${boardNames.join(', ')}; else the one that device.json names, else esp32
  --config FILE   the configuration (device.json)
  --app FILE      the application to build, .ts or .js; else the switch
  --module        require("aliyun") for Espruino's prompt and Web IDE, in the place of an application (docs/module.md)
  --script FILE   another script than the one that npm run build makes
  --out FILE      where to write it (dist/storage-BOARD.bin)
  --json          {"file", "bytes", "address", "command"} instead of the lines
  --verbose       a stack with an error
  --lang WORD     en or zh: the language of this text and all others; else the locale's
  --version       which version this is
  --help          this text
`,
  zh: `用法：${usage} [-- 参数]

把板子的整个 Storage 做成一个文件，脚本和 device.json 都在里面，由 esptool 与解释器一起写入，不必通过串口上传。
不需要板子，也不需要联网。未在硬件上试过。
文件里有你的密钥，权限为 0600。不适用于 Pico W：它的脚本由 npm run flash 写入。

  --board NAME    ${boardNames.join(', ')}；默认取 device.json 里写的，再默认为 esp32
  --config FILE   配置文件（device.json）
  --app FILE      要构建的应用，.ts 或 .js；默认为开关
  --module        不放应用，而是放供 Espruino 提示符和 Web IDE 使用的模块 require("aliyun")（见 docs/module.zh-CN.md）
  --script FILE   使用另一个脚本，而不是 npm run build 生成的
  --out FILE      写到哪里（dist/storage-BOARD.bin）
  --json          输出 {"file", "bytes", "address", "command"}，而不是逐行文字
  --verbose       出错时显示调用栈
  --lang WORD     输出的语言：en 或 zh；默认取系统的区域设置
  --version       显示版本
  --help          显示本说明
`,
}
