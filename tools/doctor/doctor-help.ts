import type { InEachLanguage } from '../command-line/language.ts'

export const usage = 'npm run doctor'

export const help: InEachLanguage = {
  en: `usage: ${usage} [-- flags]

Checks one thing after the other, from this computer to the cloud: Node, device.json, the board on its serial port, DNS,
TCP, TLS, and a login as the device, signed by the firmware's own code. The first that fails is the one to mend.

The login ends the session of the device if it is running; it comes back by itself. So the doctor asks before.

  --yes          log in without asking
  --no-login     do not log in
  --offline      nothing beyond this computer and the board
  --port NAME    the board's port (/dev/ttyUSB0, COM3, tcp://host:port); without it the only one there is
  --board NAME   the kind of board: one with Kaluma (pico-w) is asked otherwise; else the one that device.json names
  --file FILE    another file than device.json; --config FILE is the same
  --json         one JSON object instead of lines
  --verbose      a stack with an error
  --lang WORD    en or zh: the language of this text and all others; else the locale's
  --version      which version this is
  --help         this text

exit code: 0 nothing failed; 1 something here is to be mended; 2 the device or the cloud said no; 3 a bug
`,
  zh: `用法：${usage} [-- 参数]

从这台电脑到云端逐项检查：Node、device.json、串口上的板子、DNS、TCP、TLS，最后以设备身份登录一次，签名由固件自己的
代码计算。第一个失败的项目就是要解决的问题。

如果设备正在运行，这次登录会中断它的会话，之后它会自己恢复。所以登录之前会先询问。

  --yes          不询问，直接登录
  --no-login     不登录
  --offline      只检查这台电脑和板子
  --port NAME    板子的端口（/dev/ttyUSB0、COM3、tcp://host:port）；省略时使用唯一的那个
  --board NAME   板子的种类：运行 Kaluma 的板子（pico-w）用另一种方式检查；默认取 device.json 里写的
  --file FILE    使用另一个文件，而不是 device.json；--config FILE 与此相同
  --json         输出一个 JSON 对象，而不是逐行文字
  --verbose      出错时显示调用栈
  --lang WORD    输出的语言：en 或 zh；默认取系统的区域设置
  --version      显示版本
  --help         显示本说明

退出码：0 没有失败；1 这边有需要修改的地方；2 设备或云端拒绝；3 程序自身的错误
`,
}
