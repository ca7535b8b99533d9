import type { Catalogue } from '../catalogue.ts'

/** Why a pin is a bad choice: each goes on after the pin's name. */
export const boardKinds: Catalogue = {
  'docs/hardware.md#boards': 'docs/hardware.zh-CN.md#boards',
  '{0} on {1}': '{0}（{1}）',
  'is no pin of {0}': '不是 {0} 的引脚',
  'is an input only': '只能作输入',
  'is an output only on {0}': '在 {0} 上只能作输出',
  "is Kaluma's safe mode: low at power-on, the board does not start its program":
    '是 Kaluma 的安全模式引脚：上电时若为低，板子不启动程序',
  'switches the radio on and off': '控制无线芯片的开关',
  "carries the radio's data": '传输无线芯片的数据',
  'selects the radio; the LED of a Pico W is "LED"': '是无线芯片的片选；Pico W 的 LED 写作 "LED"',
  "is the radio's clock": '是无线芯片的时钟',
  'is wired to the flash chip': '连着闪存芯片',
  'is wired to the radio': '连着无线芯片',
  'is wired to a crystal': '连着晶振',
  'is the USB port': '是 USB 口',
  'is the button': '是板上的按钮',
  'exists in the engine, not on the chip': '引擎里有，芯片上没有',
  'must be high at power-on, or the board waits for an upload instead of starting':
    '上电时必须为高，否则板子会等待下载而不启动',
  'must be high at power-on, or the board does not start': '上电时必须为高，否则板子不启动',
  'must be low at power-on, or the board does not start': '上电时必须为低，否则板子不启动',
  'must be low at power-on, or the flash chip gets the wrong voltage and the board does not start':
    '上电时必须为低，否则闪存芯片的电压不对，板子不启动',
  'must be low for an upload through the ROM': '通过 ROM 下载时必须为低',
  'must be high for an upload through the ROM; it is the LED of many boards':
    '通过 ROM 下载时必须为高；很多板子的 LED 接在这里',
  'is the BOOT button: low at power-on, the board waits for an upload instead of starting':
    '是 BOOT 按钮：上电时若为低，板子会等待下载而不启动',
  "is the serial console's: the board cannot be reached while the script drives it":
    '是串口的引脚：脚本驱动它时，无法通过串口访问板子',
  'is the serial console while no USB is plugged in': '没有插 USB 时是串口',
  'is the USB port, on most boards the console: the board cannot be reached while the script drives it':
    '是 USB 口，多数板子的串口就在这里：脚本驱动它时，无法访问板子',
  'is taken by the PSRAM on WROVER modules': '在 WROVER 模组上被 PSRAM 占用',
  'is taken by flash or PSRAM on modules with eight data lines (R8, N16R8)':
    '在八线模组（R8、N16R8）上被闪存或 PSRAM 占用',
  "is the flash chip's supply on most boards": '在多数板子上给闪存芯片供电',
  'chooses at power-on where JTAG is': '上电时决定 JTAG 在哪里',
  'is high while pressed on {0}; wanted is a button to ground': '在 {0} 上按下时为高；这里需要接地的按钮',
  '{0}, and may have no pull-up inside: it needs a resistor to 3.3 V':
    '{0}，而且内部可能没有上拉：需要外接电阻到 3.3 V',
  'its Storage of 16 KB has no room for two more pages of flash, in which states are kept':
    '它的 Storage 只有 16 KB，放不下保存状态所需的两页闪存',
  'its Storage is one page of flash, which is erased as a whole, script and all':
    '它的 Storage 只有一页闪存，擦除时连同脚本一起擦掉',
  '"{0}" has no resistor inside on {1}': '{1} 的 "{0}" 内部没有上下拉电阻',
  'there is no pull-down on {0}': '{0} 没有下拉电阻',
  'is on the second converter, which Espruino does not offer and Wi-Fi needs':
    '接在第二个模数转换器上：Espruino 不提供它，而且 Wi-Fi 要用',
  'has no converter': '没有模数转换器',
  "cannot be watched: the engine counts it among the flash chip's": '不能监视：引擎把它算作闪存芯片的引脚',
  'has no timer for PWM': '没有可用于 PWM 的定时器',
  'puts out a steady voltage in place of PWM, and none at full (DAC)':
    '输出的是恒定电压而不是 PWM，满量程时还会变成 0（DAC）',
  'is the USB port, and cannot be watched': '是 USB 口，不能监视',
  'cannot be watched': '不能监视',
  'reads a voltage only: "type": "analog"': '只能读电压：应为 "type": "analog"',
  'is on the radio chip, which switches it on and off only': '接在无线芯片上，只能开和关',
  'is an output only': '只能作输出',
}
