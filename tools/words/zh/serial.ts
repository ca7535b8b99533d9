import type { Catalogue } from '../catalogue.ts'

/** Ports, and what answers there. */
export const serial: Catalogue = {
  'Which port?': '用哪个端口？',
  'none yet: plug the board in (waiting 30 s)': '还没有：请插上板子（等待 30 秒）',
  'name one: --port NAME': '请指定一个：--port NAME',
  'no board hangs on a serial port': '串口上没有板子',
  'is the cable one that carries data? Some boards need a driver (CP210x, CH340). --port NAME names it':
    '用的是数据线吗？有些板子需要驱动（CP210x、CH340）。也可以用 --port NAME 指定端口',
  '{0} serial ports: {1}': '有 {0} 个串口：{1}',
  'the serial ports cannot be listed: {0}': '无法列出串口：{0}',
  'npm run flash -- --list shows the ports there are; is the cable one that carries data, the driver installed?':
    'npm run flash -- --list 列出现有的端口；用的是数据线吗？驱动装了吗？',
  'there is no port {0}': '没有端口 {0}',
  '{0} cannot be opened as a serial port: {1}': '{0} 无法作为串口打开：{1}',
  '{0} is in use{1}': '{0} 正被占用{1}',
  ' by {0} (process {1})': '：{0}（进程 {1}）',
  '{0} is in use, or may not be opened': '{0} 正被占用，或没有权限打开',
  '{0} may not be opened by you': '你没有权限打开 {0}',
  'close the program that holds it: a terminal, an IDE, npm run logs': '请关闭占用它的程序：终端、IDE、npm run logs',
  'add yourself to the group of serial ports: sudo usermod -aG dialout $USER, then log in again':
    '请把自己加入串口用户组：sudo usermod -aG dialout $USER，然后重新登录系统',
  'the package serialport does not load here: {0}': '无法加载 serialport 包：{0}',
  'npm ci once more; or reach the board over TCP: --port tcp://HOST:PORT':
    '请再运行一次 npm ci；或通过 TCP 访问板子：--port tcp://HOST:PORT',
  '{0} is no address': '{0} 不是地址',
  'wanted: tcp://HOST:PORT': '应为：tcp://HOST:PORT',
  '{0} cannot be reached: {1}': '无法连接 {0}：{1}',
  'no answer in {0} s': '{0} 秒内没有应答',
  'is the board switched on, and the address right? A console over TCP serves one visitor at a time':
    '板子通电了吗？地址对吗？TCP 上的串口一次只能有一个使用者',
  '{0} is gone: {1}': '{0} 断开了：{1}',
  'it was unplugged': '被拔掉了',
  'the far end closed it': '对方关闭了连接',
  'the cable, or the power': '检查线缆或供电',
  // Who answers.
  'nobody answers as Espruino does at {0}: {1}': '{0} 上没有 Espruino 应答：{1}',
  'nothing comes from it': '没有任何输出',
  'it says "{0}"': '输出是 "{0}"',
  'is it a board with Espruino on it, at 115200 baud? Press its reset button; hold no BOOT button. A new board first needs the interpreter: see the table of boards in docs/hardware.md':
    '板子上装了 Espruino 吗？波特率是 115200 吗？请按一下复位按钮，不要按住 BOOT。新板子要先装解释器：见 docs/hardware.zh-CN.md 的板子表',
  "is it a board with Espruino on it, at 115200 baud behind that address? Press its reset button. Espruino's Linux build can lose its place in its input on a busy machine, and then takes no byte more: start it again":
    '那个地址后面是装了 Espruino 的板子吗？波特率是 115200 吗？请按一下复位按钮。在繁忙的电脑上，Espruino 的 Linux 版可能读乱输入，此后不再接收任何字节：请重新启动它',
  'the console of the board at {0} wants a password': '{0} 上板子的串口需要密码',
  'type the password at its prompt, in a terminal at 115200 baud, then run this again before the board restarts; E.setPassword() there takes it away until the script sets it anew':
    '请在终端里以 115200 波特率连接，在它的提示符下输入密码，并在板子重启之前重新运行本命令；在那里执行 E.setPassword() 可去掉密码，直到脚本重新设置',
  'the board says: {0}': '板子报告：{0}',
  'it was asked: {0}': '执行的是：{0}',
  'the board does not carry out {0}: {1}, {2} times': '板子没有执行 {0}：{1}，共 {2} 次',
  'another cable or USB port, no hub; then flash again': '请换一根线或一个 USB 口，不要用集线器；然后重新烧录',
  'no answer to {0}': '{0} 没有应答',
  'no answer to {0} within {1} ms': '{0} 在 {1} 毫秒内没有应答',
  'bytes were lost or changed on their way': '传输中有字节丢失或改变',
  'an answer to an earlier question': '收到的是上一个问题的应答',
}
