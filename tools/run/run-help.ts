import type { InEachLanguage } from '../command-line/language.ts'

export const usage = 'npm run run'

export const help: InEachLanguage = {
  en: `usage: ${usage} [-- flags]

Builds the script, flashes the board and follows its log until Ctrl-C.

  --watch         again whenever a source, of the application, too, or the configuration changes
  --port, --board, --app, --config, --wait, --replace, --keep, --yes   as in npm run flash -- --help
  --level, --no-color                                           as in npm run logs -- --help
  --json          one JSON object a line
  --verbose       a stack with an error
  --lang WORD     en or zh: the language of this text and all others; else the locale's
  --version       which version this is
  --help          this text
`,
  zh: `用法：${usage} [-- 参数]

构建脚本，烧录板子，并持续显示它的日志，直到 Ctrl-C。

  --watch         源代码或配置一改动就重新来一遍
  --port, --board, --app, --config, --wait, --replace, --keep, --yes   同 npm run flash -- --help
  --level, --no-color                                           同 npm run logs -- --help
  --json          每行输出一个 JSON 对象
  --verbose       出错时显示调用栈
  --lang WORD     输出的语言：en 或 zh；默认取系统的区域设置
  --version       显示版本
  --help          显示本说明
`,
}
