import type { InEachLanguage } from '../command-line/language.ts'
import { targetHelp } from './cloud-target.ts'

export const usage = 'npm run status'

export const help: InEachLanguage = {
  en: `usage: ${usage} [-- flags]

Shows whether a device is online and what it reported last, with Aliyun's OpenAPI: of the local platform or the real one.

${targetHelp.en}  --json            the answer as one JSON object
  --verbose         a stack with an error
  --lang WORD       en or zh: the language of this text and all others; else the locale's
  --version         which version this is
  --help            this text

exit code: 0 the cloud answered; 1 wrong use, or no platform; 2 the cloud said no
`,
  zh: `用法：${usage} [-- 参数]

通过阿里云的 OpenAPI 显示设备是否在线、最近上报了什么，目标是本地平台或真正的平台。

${targetHelp.zh}  --json            以一个 JSON 对象输出结果
  --verbose         出错时显示调用栈
  --lang WORD       输出的语言：en 或 zh；默认取系统的区域设置
  --version         显示版本
  --help            显示本说明

退出码：0 云端已应答；1 用法有误，或没有平台；2 云端拒绝
`,
}
