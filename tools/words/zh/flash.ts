import type { Catalogue } from '../catalogue.ts'

export const flash: Catalogue = {
  'the application threw at its start: {0}': '应用启动时抛出了异常：{0}',
  'the link is up without it; mend the place above, and flash again':
    '连接已建立，但应用没有完成启动；请修改上面所示的位置，再重新烧录',
  'no serial port with a USB device': '没有接 USB 设备的串口',
  '--release {0} without --fleet': '--release {0} 缺少 --fleet',
  'wanted: --fleet FILE, too': '还需要 --fleet FILE',
  '--fleet with --script {0}: that script has one identity inside': '--fleet 与 --script {0}：该脚本里已有一个设备身份',
  'each board needs an identity of its own: --fleet without --script':
    '每块板子都要有自己的身份：使用 --fleet 时不要加 --script',
  '--fleet with --keep {0}: the boards would never start what is flashed':
    '--fleet 与 --keep {0}：板子永远不会启动烧录的脚本',
  'leave it out: a copy of each is kept': '请去掉：每个文件都会保留副本',
  '--keep {0} is no file that starts something': '--keep {0} 不是会启动程序的文件',
  '--wait {0} is not a number of seconds': '--wait {0} 不是秒数',
  'wanted: 0 to 9999': '应为：0 到 9999',
  '{0}. Erase the old script first? A cut then leaves none': '{0}。先擦除旧脚本吗？此后若中断，板子上就没有脚本了',
}

/** Many boards, each with an identity of a list. */
export const fleet: Catalogue = {
  '1 to 31 of A-Z a-z 0-9 _ . : @ -': '1 到 31 个字符（可用 A-Z a-z 0-9 _ . : @ -）',
  '32 characters': '32 个字符',
  'wanted: the file as the console exports it, with the columns DeviceName, DeviceSecret, ProductKey':
    '应为：控制台导出的原文件，含 DeviceName、DeviceSecret、ProductKey 三列',
  'line {0} of {1} has a quote that is not closed': '{1} 第 {0} 行的引号没有闭合',
  '{0} has no column {1}': '{0} 没有 {1} 列',
  '{0} has a heading, and no device below it': '{0} 只有表头，没有设备',
  'line {0} of {1} has {2} cells, and the heading {3}': '{1} 第 {0} 行有 {2} 格，而表头有 {3} 格',
  'a cell that holds a separator wants quotes around it': '含有分隔符的单元格要加引号',
  'line {0} of {1} has no {2}': '{1} 第 {0} 行没有 {2}',
  'line {0} of {1}: {2} is not {3}': '{1} 第 {0} 行：{2} 不是 {3}',
  'a spreadsheet made a number of it: take the file as the console exports it':
    '表格软件把它变成了数字：请使用控制台导出的原文件',
  '{0} holds {1} of {2} twice': '{0} 里产品 {2} 的 {1} 出现了两次',
  'this board is {0}': '这块板子是 {0}',
  'this board is {0}, begun before': '这块板子是 {0}，上次已开始',
  'this board is flashed already: plug the next one in': '这块板子已经烧录过：请插上下一块',
  'the board on the cable is flashed already': '线上的板子已经烧录过',
  'plug the next one in': '请插上下一块',
  'plug the next board in': '请插上下一块板子',
  'Is the next board there?': '下一块板子插好了吗？',
  'nobody says that the next board is there: {0}': '无法确认下一块板子是否插好：{0}',
  'run it again, in a terminal, or with --yes, which looks for boards by itself':
    '请在终端里重新运行，或加 --yes，它会自己查找板子',
  'this board is {0} of {1}, which is not in the list': '这块板子是产品 {1} 的 {0}，不在列表中',
  'flash it with the list that holds {0}': '请用含有 {0} 的列表烧录',
  'all {0} identities of the list are on boards': '列表中的 {0} 个身份都已写入板子',
  'no board has the identity {0}': '没有板子使用身份 {0}',
  '{0} of {1} flashed, {2} free': '共 {1} 个，已烧录 {0} 个，未使用 {2} 个',
  '{0} of {1} flashed, {2} begun ({3}), {4} free': '共 {1} 个，已烧录 {0} 个，已开始 {2} 个（{3}），未使用 {4} 个',
  'process {0} flashes this fleet already': '进程 {0} 正在烧录这批设备',
  'if it does not: remove {0}': '如果没有：请删除 {0}',
  'line {0} of {1}': '{1} 第 {0} 行',
  '{0} is no entry': '{0} 不是有效的记录',
  'it says which identity is on which board: mend it from a backup, do not delete it':
    '它记录了哪个身份在哪块板子上：请用备份修复，不要删除',
}
