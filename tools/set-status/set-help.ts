import type { InEachLanguage } from '../command-line/language.ts'
import { targetHelp } from './cloud-target.ts'

export const usage = 'npm run set'

export const help: InEachLanguage = {
  en: `usage: ${usage} -- on|off|toggle [Name=value ...] [flags]

Sends a property set with Aliyun's OpenAPI, to the local platform or to the real one, and shows what the device made of it.

  on|off|toggle     1, 0, or the one that is not reported now
  --property NAME   of which property (PowerSwitch_1)
  Name=value        any property, such as PowerSwitch_2=on: by the type that the thing model gives it, a number, on, off,
                    toggle, a choice's number, a text, a date (2026-01-31T08:00 or ms since 1970) or JSON
  --raw JSON        these params instead, such as '{"PowerSwitch_1":1,"PowerSwitch_2":0}'
${targetHelp.en}  --json            the answer as one JSON object
  --verbose         a stack with an error
  --lang WORD       en or zh: the language of this text and all others; else the locale's
  --version         which version this is
  --help            this text

exit code: 0 the device did it; 1 wrong use, or no platform; 2 the device is offline or silent, or it or the cloud said no
`,
  zh: `用法：${usage} -- on|off|toggle [Name=value ...] [参数]

通过阿里云的 OpenAPI 下发属性设置，目标是本地平台或真正的平台，并显示设备的处理结果。

  on|off|toggle     1、0，或与目前上报的值相反
  --property NAME   设置哪个属性（PowerSwitch_1）
  Name=value        任意属性，例如 PowerSwitch_2=on：按物模型里的类型填写，可以是数字、on、off、toggle、枚举值、
                    文本、日期（2026-01-31T08:00 或 1970 年以来的毫秒数）或 JSON
  --raw JSON        改为直接给出 params，例如 '{"PowerSwitch_1":1,"PowerSwitch_2":0}'
${targetHelp.zh}  --json            以一个 JSON 对象输出结果
  --verbose         出错时显示调用栈
  --lang WORD       输出的语言：en 或 zh；默认取系统的区域设置
  --version         显示版本
  --help            显示本说明

退出码：0 设备已执行；1 用法有误，或没有平台；2 设备离线或没有应答，或设备、云端拒绝
`,
}
