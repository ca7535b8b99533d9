import type { InEachLanguage } from '../command-line/language.ts'

export const usage = 'npm run logs'

export const help: InEachLanguage = {
  en: `usage: ${usage} [-- flags]

Follows the board's log until Ctrl-C; goes on when the cable comes back. Lines of a stack are shown as places in the
sources, by the source map that npm run build wrote.

  --port NAME    the board's console: /dev/ttyUSB0, COM3, tcp://HOST:PORT; without it the only one there is
  --board NAME   the kind of board, for --reboot of one with Kaluma (pico-w); else the one that device.json names
  --level L      show E (errors), W (and warnings), I (and states; the default) or D
  --reboot       reboot the board first, to see its log from the start
  --app FILE     the application on the board; else the switch: its source map is taken
  --map FILE     another source map than dist/firmware.js.map, or that of --app
  --json         one JSON object a line: {t, level, area, message}, {line, at} or {cable}
  --no-color     no colours; so does NO_COLOR=1, and a pipe
  --verbose      a stack with an error
  --lang WORD    en or zh: the language of this text and all others; else the locale's
  --version      which version this is
  --help         this text
`,
  zh: `用法：${usage} [-- 参数]

持续显示板子的日志，直到 Ctrl-C；拔线后重新插上会继续。调用栈的行按照 npm run build 生成的 source map 显示为源代码
中的位置。

  --port NAME    板子的串口：/dev/ttyUSB0、COM3、tcp://HOST:PORT；省略时使用唯一的那个
  --board NAME   板子的种类，用于以 --reboot 重启运行 Kaluma 的板子（pico-w）；默认取 device.json 里写的
  --level L      显示 E（错误）、W（以及警告）、I（以及状态；默认）或 D
  --reboot       先重启板子，从头看日志
  --app FILE     板子上的应用；默认为开关：使用它的 source map
  --map FILE     使用另一个 source map，而不是 dist/firmware.js.map 或 --app 的那个
  --json         每行输出一个 JSON 对象：{t, level, area, message}、{line, at} 或 {cable}
  --no-color     不用颜色；NO_COLOR=1 和管道也是如此
  --verbose      出错时显示调用栈
  --lang WORD    输出的语言：en 或 zh；默认取系统的区域设置
  --version      显示版本
  --help         显示本说明
`,
}
