import type { Catalogue } from '../catalogue.ts'

/** The Pico W, which runs Kaluma. */
export const kaluma: Catalogue = {
  'install Kaluma 1.2.1, kaluma-rp2-pico-w-1.2.1.uf2 of https://github.com/kaluma-project/kaluma/releases: hold BOOTSEL while plugging the board in, and copy the file to the drive that appears; then npm run flash -- --board pico-w':
    '请安装 Kaluma 1.2.1（https://github.com/kaluma-project/kaluma/releases 里的 kaluma-rp2-pico-w-1.2.1.uf2）：按住 BOOTSEL 插上板子，把文件复制到出现的磁盘；然后运行 npm run flash -- --board pico-w',
  'what was on the board is still there': '板子上原有的内容还在',
  'no program is on the board now: run this again': '板子上现在没有程序：请重新运行本命令',
  'the new program is on the board, and starts when its power comes back': '新程序已在板子上，重新上电后启动',
  'the new program is on the board and has been started': '新程序已在板子上，并已启动',
  'the script has {0} B, and {1} has room for {2} B': '脚本有 {0} 字节，而 {1} 只放得下 {2} 字节',
  'the script has a byte 0, at which Kaluma would end it': '脚本里有值为 0 的字节，Kaluma 会在那里截断它',
  'stopped: {0}': '已停止：{0}',
  'no prompt yet: a program that joins its Wi-Fi keeps it away for up to 30 s':
    '还没有提示符：程序在连接 Wi-Fi 时，提示符最长 30 秒不出现',
  '{0} with Kaluma {1}, serial {2}; experimental, not tried on hardware':
    '{0}，Kaluma {1}，序列号 {2}；实验性，未在硬件上试过',
  'GP22 is low: the board starts no program until it is left open': 'GP22 为低：断开它之前，板子不启动程序',
  'the first packet erases the program that was there: a cut from now on leaves none until this is run again':
    '第一个数据包会擦除原有的程序：此后若中断，板子上就没有程序，要重新运行本命令',
  'what is read back from the board is not what was sent, twice': '从板子读回的内容与发送的不同，两次都是如此',
  'what is read back is not what was sent: once more': '读回的内容与发送的不同：再来一次',
  'read back, every byte as here: SHA-256 {0}': '已读回，每个字节都与这边相同：SHA-256 {0}',
  'a program is there: it is started again without its watchdog, which would cut the transfer':
    '板子上有程序：先让它在不开看门狗的情况下重新启动，否则看门狗会打断传输',
  "it did not take the hold: it is another's, or does not start. It is erased, and the board started without it":
    '它没有响应暂停标记：是别的程序，或者启动不了。先擦除它，再重新启动板子',
  'this is a board "{0}" with Kaluma {1}, wanted "{2}"': '这是运行 Kaluma {1} 的板子“{0}”，需要的是“{2}”',
  'plug a Pico W in, the one of the RP2040: the file for another board does not run there':
    '请插上 Pico W（RP2040 的那种）：脚本在别的板子上不能运行',
  'Kaluma {0} is on the board, wanted {1}': '板子上是 Kaluma {0}，需要 {1}',
  'is it a Pico W with Kaluma on it, on a cable that carries data? Unplug it and plug it in again. If a program keeps the prompt away: join GP22 to GND, plug it in, and run this again: the program is then not started':
    '是装有 Kaluma 的 Pico W 吗？线能传数据吗？请拔下再插上。如果是程序让提示符出不来：把 GP22 接到 GND，插上板子，再运行本命令，这时程序不会启动',
  '{0} is on the board at {1}, not Kaluma': '{1} 上的板子运行的是 {0}，不是 Kaluma',
  'nobody answers as Kaluma does at {0}: {1}': '{0} 上没有像 Kaluma 那样的应答：{1}',
  'unplug it and plug it in again, then run this again': '请拔下再插上，然后重新运行本命令',
  'the board does not restart at {0}': '执行 {0} 之后板子没有重新启动',
  'the transfer broke ({0}): once more': '传输中断（{0}）：再来一次',
  'the program does not get through: {0}, {1} times': '程序传不过去：{0}，共 {1} 次',
  'the board does not ask for it': '板子没有请求传输',
  'the board does not say that it is done': '板子没有报告完成',
  'the board ended it': '板子终止了传输',
  'the board fell silent': '板子没有了应答',
  'one packet never arrives whole': '有一个数据包总是不完整',
  '"board": "pico-w" in device.json, or --board pico-w: it is then talked to as Kaluma wants it':
    '在 device.json 里写 "board": "pico-w"，或加 --board pico-w，就会按 Kaluma 的方式通信',
  'Kaluma is on the board at {0}, not Espruino': '{0} 上的板子运行的是 Kaluma，不是 Espruino',
  '--fleet is not there for the {0}: its script has one identity inside':
    '{0} 不能使用 --fleet：它的脚本里只有一个设备身份',
  'one board after another: npm run flash -- --board pico-w --config FILE, with a device.json for each':
    '请逐块烧录：npm run flash -- --board pico-w --config FILE，每块板子一个 device.json',
  '--keep {0}: a {1} has one program, and no such files': '--keep {0}：{1} 只有一个程序，没有这样的文件',
  'leave it out': '请去掉',
  'npm run flash -- --board pico-w puts the script, with the configuration inside, on a board that has Kaluma':
    'npm run flash -- --board pico-w 把内含配置的脚本写入装有 Kaluma 的板子',
  'an image of a whole chip is not there for the {0}': '{0} 没有整个芯片的映像',
  'the interpreter on this {0} is Espruino ({1}), which has no network library there':
    '这块 {0} 上的解释器是 Espruino（{1}），它在这种板子上没有网络库',
  'no program': '没有程序',
  'a program of {0} B': '程序 {0} 字节',
  '{0} with Kaluma {1}, serial {2}, {3}': '{0}，Kaluma {1}，序列号 {2}，{3}',
  'take GP22 off GND, then unplug the board and plug it in again': '请把 GP22 与 GND 断开，然后拔下板子再插上',
  '{0}; GP22 is low, so it starts none': '{0}；GP22 为低，所以不启动程序',
  'npm run flash -- --board pico-w puts one on it': 'npm run flash -- --board pico-w 会写入一个',
  'the program is not compared: there is no {0} here': '没有比较程序：这边没有 {0}',
  'the program is {0}, byte for byte': '程序与 {0} 逐字节相同',
  'the program is not {0}: npm run flash -- --board pico-w brings it up to date':
    '程序与 {0} 不同：用 npm run flash -- --board pico-w 更新',
  'its log said nothing meanwhile': '这段时间里它的日志没有输出',
  'its log: {0}': '它的日志：{0}',
  'experimental: not tried on hardware': '实验性：未在硬件上试过',
  'true, but Kaluma has no TLS on {0}': 'true，但 Kaluma 在 {0} 上没有 TLS',
  'take another board: {0}; devices of accounts opened since 2022-08-02 must use TLS, says Aliyun. false for older accounts and the local platform':
    '请换一种板子：{0}；阿里云称，2022-08-02 起开通的账号，设备必须使用 TLS。更早的账号和本地平台可写 false',
  '{0} (with Kaluma: experimental, no TLS)': '{0}（使用 Kaluma：实验性，没有 TLS）',
  'wanted: pico-w; the others are --profile': '应为：pico-w；其他板子用 --profile',
  '--board {0} and {1} exclude each other': '--board {0} 与 {1} 不能同时使用',
  'simulated Pico W with Kaluma (experimental), runs the script above':
    '模拟的 Pico W，使用 Kaluma（实验性），运行上面的脚本',
  '-- the board hangs: {0}': '-- 板子死机：{0}',
}
