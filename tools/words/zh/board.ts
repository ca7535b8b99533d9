import type { Catalogue } from '../catalogue.ts'

export const board: Catalogue = {
  'pin {0} is high': '引脚 {0} 为高',
  'pin {0} is low': '引脚 {0} 为低',
  'pin {0}: PWM': '引脚 {0}：PWM',
  'pin {0}: PWM at {1} Hz': '引脚 {0}：PWM，{1} Hz',
  '-- the board starts again: {0}': '-- 板子重新启动：{0}',
  '--profile {0} is unknown': '--profile {0}：没有这种板子',
  'simulated ESP32, runs the bundle above': '模拟的 ESP32，运行上面的脚本',
  'the real interpreter, started from flash': '真正的解释器，从闪存启动',
  '-- the interpreter lost its place in its input, or does not end what it does: started again':
    '-- 解释器读乱了输入，或者一直停不下来：已重新启动',
  "Build Espruino's Linux version as CONTRIBUTING.md says and give its path in ESPRUINO.":
    '请按 CONTRIBUTING.md 构建 Espruino 的 Linux 版，并把路径写入环境变量 ESPRUINO。',
  "{0} is not Espruino's Linux version": '{0} 不是 Espruino 的 Linux 版',
  'ESPRUINO is not set': '没有设置 ESPRUINO',
  'it is not a file': '不是文件',
  '{0} cannot be run: {1}': '{0} 无法运行：{1}',
}
