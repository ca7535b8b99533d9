import type { Catalogue } from '../catalogue.ts'

/** The local platform. */
export const cloud: Catalogue = {
  'none yet: make one in the console, or name a file with --devices':
    '还没有：请在控制台里创建，或用 --devices 指定文件',
  '{0} of product {1}, disabled': '产品 {1} 的设备 {0}，已禁用',
  'for mqtts:// and wss:// on the same port': '用于同一端口上的 mqtts:// 和 wss://',
  'the same, with the test CA': '内容相同，使用测试 CA',
  'Try: {0}  in a second terminal. Ctrl-C ends.': '试一试：在另一个终端里运行 {0}。Ctrl-C 结束。',
  // Flags.
  '--no-tls and --{0} exclude each other': '--no-tls 和 --{0} 不能同时使用',
  '--auto-delivery {0} is unknown': '--auto-delivery {0}：没有这种方式',
  'wanted: always, ss or never': '应为：always、ss 或 never',
  '--rule {0}: no such rule': '--rule {0}：没有这条规则',
  '--rule {0}: that is not a value of it': '--rule {0}：不能取这个值',
  'see npm run cloud -- --help': '见 npm run cloud -- --help',
  'wanted: {0}, from 1 to {1}': '应为：{0}，从 1 到 {1}',
  'set CLOUD_CONSOLE_PASSWORD to one of at least {0} characters':
    '请在环境变量 CLOUD_CONSOLE_PASSWORD 里设置至少 {0} 个字符的密码',
  'the console on {0} needs a password': '控制台监听 {0} 时需要密码',
  // Devices and their models.
  '--devices and --product-key/--device-name exclude each other':
    '--devices 与 --product-key、--device-name 不能同时使用',
  'a device has two names: --product-key and --device-name': '一个设备要用 --product-key 和 --device-name 两项给出',
  'and the secret in {0} or from --secrets-from; or a file with --devices FILE':
    'deviceSecret 由 {0} 或 --secrets-from 给出；也可以用 --devices FILE',
  'no deviceSecret: {0}': '没有 deviceSecret：{0}',
  '{0} is not set': '没有设置 {0}',
  '{0} has no first line': '{0} 的第一行是空的',
  'set {0}, or --secrets-from FILE|-': '请设置 {0}，或使用 --secrets-from FILE|-',
  '{0} is not a device file{1}': '{0} 不是设备文件{1}',
  '{0} has the device {1} twice': '{0} 里设备 {1} 出现了两次',
  'JSON has no comments, no comma before a closing bracket, and double quotes only':
    'JSON 没有注释，右括号前不能有逗号，只用双引号',
  '{0}: wanted {1}': '{0}：应为 {1}',
  '1-64 of letters, digits, - _ @ . :': '1-64 个字符，可用字母、数字和 - _ @ . :',
  // What it keeps.
  'the key of the local TLS server is damaged: {0}': '本地 TLS 服务器的私钥已损坏：{0}',
  'delete server-key.pem': '请删除 server-key.pem',
  '{0} or its key is damaged: {1}': '{0} 或其私钥已损坏：{1}',
  'the certificate is not one of a CA': '这不是 CA 证书',
  'delete both: they are made anew': '请把两个文件都删除：会重新生成',
  'name another folder with --data': '用 --data 指定其他目录',
  'work in a folder that may be written': '换到可写的目录里运行',
  'make room, or name another folder with --data': '请清理磁盘，或用 --data 指定其他目录',
  'cannot use the folder {0}: {1}': '无法使用目录 {0}：{1}',
  'mend its rights, or {0}': '请修改它的权限，或{0}',
  '{0} holds no AccessKey': '{0} 里没有 AccessKey',
  'delete it; the next start makes a new one': '请删除它；下次启动会生成新的',
  '{0} is in use by process {1}': '{0} 正被进程 {1} 使用',
  'end it, or keep nothing with --memory; if no such process runs, delete {0}.pid':
    '请结束该进程，或用 --memory 不保存任何内容；如果没有这个进程，请删除 {0}.pid',
  'mend its rights, or keep nothing with --memory': '请修改它的权限，或用 --memory 不保存任何内容',
  '{0} was written by a newer version': '{0} 由更新的版本写入',
  'move it away, or keep nothing with --memory': '请把它移走，或用 --memory 不保存任何内容',
  '{0} is not a data file that can be read: {1}': '{0} 不是可读的数据文件：{1}',
  'move it away and a new one is made: mv {0} {1}.broken': '请把它移走，会生成新的：mv {0} {1}.broken',
  '{0} cannot be written: {1}': '{0} 无法写入：{1}',
  'make room, or mend the disk: it goes on by itself, and nothing that was confirmed is lost':
    '请清理或修复磁盘：之后会自动继续，已确认的内容不会丢失',
  'what came since then was confirmed to nobody, and is lost; all else is there':
    '此后收到的内容没有向任何人确认，已经丢失；其余都在',
  '{0}; trying again': '{0}；正在重试',
  'everything is written again': '已恢复写入，没有遗漏',
  // Ports.
  'port {0} on {1} is taken': '{1} 的端口 {0} 已被占用',
  'end the program that has it, or use {0}': '请结束占用它的程序，或使用 {0}',
  'no right to open port {0}': '没有权限打开端口 {0}',
  'use a port above 1023: {0}': '请使用 1023 以上的端口：{0}',
  'this computer has no address {0}': '这台电脑没有地址 {0}',
  'use --host 127.0.0.1': '请使用 --host 127.0.0.1',
}
