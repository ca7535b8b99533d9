import type { InEachLanguage } from '../../command-line/language.ts'

export const usage = 'npm run console'

export const help: InEachLanguage = {
  en: `usage: ${usage}

Builds the console's page into dist/console, where its sources changed. npm start and npm run cloud do so by themselves,
and serve it: http://127.0.0.1:8080 unless told otherwise.

  --verbose    a stack with an error
  --lang WORD  en or zh: the language of this text and all others; else the locale's
  --version    which version this is
  --help       this text
`,
  zh: `用法：${usage}

把本地控制台的页面构建到 dist/console，仅在源代码有改动时构建。npm start 和 npm run cloud 会自动构建并提供这个页面：
默认在 http://127.0.0.1:8080。

  --verbose    出错时显示调用栈
  --lang WORD  输出的语言：en 或 zh；默认取系统的区域设置
  --version    显示版本
  --help       显示本说明
`,
}
