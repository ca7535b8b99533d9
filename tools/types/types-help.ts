import type { InEachLanguage } from '../command-line/language.ts'

export const usage = 'npm run types'

export const help: InEachLanguage = {
  en: `usage: ${usage} -- MODEL.json [flags], or ${usage} -- --from device.json

Makes TypeScript types of a thing model (TSL), as the Aliyun console exports it: Product > Define Feature > TSL. With the file beside
your application a wrong name of a property, a wrong type, or a value that an enum lacks is an error in your editor.
ThingModel has all properties, ThingModelSet those that the cloud may set. Range, unit and meanings are in the comments.
A file that this command did not make is never overwritten.

  --out FILE   where to write them (MODEL.d.ts, beside the model; with --from model.json)
  --from FILE  the other way round: writes model.json, the thing model of the section properties of that device.json, for the
               console to import
  --rules      also MODEL.rules.ts, with which checkProps() refuses wrong values before your handler is called
  --verbose    a stack with an error
  --lang WORD  en or zh: the language of this text and all others; else the locale's
  --version    which version this is
  --help       this text
`,
  zh: `用法：${usage} -- MODEL.json [参数]，或 ${usage} -- --from device.json

由物模型（TSL）生成 TypeScript 类型。物模型从阿里云控制台导出：产品 > 功能定义 > 物模型 TSL。把生成的文件放在你的应用旁边，
属性名写错、类型不对，或者枚举里没有这个值，编辑器都会报错。
ThingModel 是全部属性，ThingModelSet 是云端可以设置的那些。取值范围、单位和各个值的含义写在注释里。
不是由这条命令生成的文件，不会被覆盖。

  --out FILE   写到哪里（默认为物模型旁边的 MODEL.d.ts；用 --from 时为 model.json）
  --from FILE  反过来：由该 device.json 的 properties 一节生成物模型 model.json，供控制台导入
  --rules      同时生成 MODEL.rules.ts，供 checkProps() 使用：不符合物模型的值在调用处理函数之前就被拒绝
  --verbose    出错时显示调用栈
  --lang WORD  输出的语言：en 或 zh；默认取系统的区域设置
  --version    显示版本
  --help       显示本说明
`,
}
