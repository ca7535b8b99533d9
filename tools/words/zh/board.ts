import type { Catalogue } from '../catalogue.ts'

export const board: Catalogue = {
  'pin {0} is high': '引脚 {0} 为高',
  'pin {0} is low': '引脚 {0} 为低',
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
  '--partners {0} and {1} exclude each other': '--partners {0} 和 {1} 互斥',
  'only the simulated boards with Espruino have devices around them': '只有模拟的 Espruino 板子周围能放器件',
  '--partners {0}: there is no such file': '--partners {0}：没有这个文件',
  'wanted: a .ts or .js file whose default export is a function that gets a bench':
    '应为一个 .ts 或 .js 文件，默认导出一个函数，参数是 bench',
  '{0}: its default export is no function': '{0}：默认导出的不是函数',
  "wanted: export default (bench) => { bench.oneWire('D4', bench.ds18b20()) }":
    "应为：export default (bench) => { bench.oneWire('D4', bench.ds18b20()) }",
  'nothing was put around the board': '板子周围什么都没有放',
  'bench.dial: {0}': 'bench.dial：{0}',
  'wanted: a name, min below max, value between them': '应有名称 name，min 小于 max，value 在两者之间',
  '{0}: {1} has no pin {2}': '{0}：{1} 没有引脚 {2}',
  'wanted: a name such as {0}': '应为名称，例如 {0}',
  'bench.analog: {0} has no analog input': 'bench.analog：{0} 没有模拟输入',
  'wanted: one of {0}': '应为其中之一：{0}',
  'bench.i2c: {0} is no address': 'bench.i2c：{0} 不是地址',
  'wanted: a number from 1 to 0x7f': '应为 1 到 0x7f 的数',
  "bench.serial: {0} is the console's": 'bench.serial：{0} 是控制台的串口',
  'wanted: another port, such as {0}': '应为别的串口，例如 {0}',
  '{0}: {1} is taken already': '{0}：{1} 已被占用',
  'wanted: each device at a place of its own': '每个器件要有自己的位置',
  '{0}: that is no such device': '{0}：这不是这种器件',
  'wanted: an object with {0}': '应为带有 {0} 的对象',
  'bench.analog: {0} is no voltage': 'bench.analog：{0} 不是电压',
  'wanted: a number from 0 to 1': '应为 0 到 1 的数',
}
