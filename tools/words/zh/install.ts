import type { Catalogue } from '../catalogue.ts'

/** What happens to a board while it is flashed. */
export const install: Catalogue = {
  script: '脚本',
  configuration: '配置',
  nothing: '没有内容',
  '{0} {1}, serial {2}': '{0} {1}，序列号 {2}',
  'from flash': '从闪存启动',
  'after {0} s': '用时 {0} 秒',
  'after {0} s, but its program threw': '用时 {0} 秒，但程序抛出了异常',
  'made: two zones of {0} B, for the script and for the next one':
    '已建立：两个各 {0} 字节的区，分别放现在的和下一次的脚本',
  'not whole ({0}): once more, slower': '数据不完整（{0}）：放慢速度再来一次',
  'read back: CRC-32 {0}, as here': '读回校验：CRC-32 {0}，一致',
  // Files that start something else.
  'an image of memory that save() wrote: it is restored at each start and goes on driving its pins':
    'save() 保存的内存映像：每次启动都会恢复，并继续驱动它的引脚',
  'a script that runs first when the power comes on': '上电时最先运行的脚本',
  'a script that runs at each start, before all others': '每次启动时先于其他脚本运行的脚本',
  'a script that runs in the place of the one that is flashed ("Flash (always)" in the Web IDE)':
    '取代所烧录脚本运行的脚本（Web IDE 的 "Flash (always)"）',
  'a module that is loaded in the place of the one in the interpreter': '取代解释器内置模块的模块',
  'Remove {0} from the board? Copies go to {1}': '从板子上删除 {0} 吗？副本会保存到 {1}',
  '{0}: as --keep says': '{0}：按 --keep 保留',
  '{0} {1} B, its copy is {2}': '{0} {1} 字节，副本为 {2}',
  'the board starts {0}, too, beside what is flashed or in its place': '板子还会启动 {0}，与烧录的脚本一起或取而代之',
  '--yes removes what is not ours (copies go to {0}), --keep NAME leaves a file; nothing was changed':
    '--yes 删除这些文件（副本保存到 {0}），--keep NAME 保留某个文件；没有改动任何内容',
  // The module, and the boot script beside it.
  '{0}: a script that npm run flash put there': '{0}：npm run flash 写入的脚本',
  'Remove {0} from the board? A copy goes to {1}': '从板子上删除 {0} 吗？副本会保存到 {1}',
  '--yes removes it (a copy goes to {0}); nothing was changed': '--yes 会删除它（副本保存到 {0}）；没有改动任何内容',
  'the board starts a script of npm run flash: beside the module it would be a second link with the same identity':
    '板子会启动 npm run flash 写入的脚本：与模块并存就成了同一身份的两个连接',
  'the copy of {0} is {1}': '{0} 的副本是 {1}',
  'at its prompt: var d = require("{0}")': '在它的提示符下：var d = require("{0}")',
  'its own program, which does not require("{0}")': '板子自己的程序，它没有 require("{0}")',
  'the module is on the board; docs/troubleshooting.md says what each word of the log means':
    '模块已在板子上；日志里每个词的含义见 docs/troubleshooting.zh-CN.md',
  '{0} does not go away': '{0} 删不掉',
  'require("Storage").eraseAll() at its prompt; or its flash is worn out':
    '在它的提示符下执行 require("Storage").eraseAll()；或者它的闪存已经损坏',
  // The board and the configuration.
  '{0} mends it': '请用 {0} 修改',
  'device.json wants TLS, and the interpreter on this {0} has none': 'device.json 要求 TLS，而这块 {0} 的固件没有',
  '{0}.tls: false, or a build with TLS: see the table of boards in docs/hardware.md':
    '把 {0}.tls 改为 false，或换用带 TLS 的固件：见 docs/hardware.zh-CN.md 的板子表',
  '{0} holds the identity of the demonstration': '{0} 里是演示用的设备身份',
  'it exists on the local platform of npm start only: {0} asks for a real one':
    '它只存在于 npm start 的本地平台：请用 {0} 填写真实的身份',
  'the interpreter there is a build for "{0}", which is no board we know': '那里的固件用于 "{0}"，不是已知的板子',
  'the table of boards in docs/hardware.md says which builds of the interpreter there are':
    '有哪些固件，见 docs/hardware.zh-CN.md 的板子表',
  'the interpreter on the board is {0}': '板子上的解释器版本是 {0}',
  'of no version': '未知',
  'wanted: {0}v{1} or newer; the table of boards in docs/hardware.md says how to install it':
    '应为：{0}v{1} 或更新；安装方法见 docs/hardware.zh-CN.md 的板子表',
  'this is a board "{0}" ({1}), wanted "{2}"': '这块板子是 "{0}"（{1}），应为 "{2}"',
  'plug the other board in, or say --board {0}; "board" in device.json says what the file is for':
    '请插上另一块板子，或改用 --board {0}；device.json 里的 board 写明该文件用于哪种板子',
  'the interpreter on this {0} ({1}) has no {2}': '这块 {0}（{1}）的固件没有 {2}',
  'network library': '网络库',
  'install the build {0}: the table of boards in docs/hardware.md':
    '请安装固件 {0}：见 docs/hardware.zh-CN.md 的板子表',
  // Room.
  'Storage has {0} B free; beside what is there this needs {1} B':
    'Storage 空闲 {0} 字节；在现有内容之外还需要 {1} 字节',
  '{0}, and without the old script still {1} B': '{0}，即使去掉旧脚本也需要 {1} 字节',
  'erase what else lies there: require("Storage").eraseAll() at its prompt. An ESP8266 with 512 KB has 16 KB, which script and configuration fill: npm run build -- --inline makes a smaller script':
    '请清除其他内容：在它的提示符下执行 require("Storage").eraseAll()。512 KB 的 ESP8266 只有 16 KB，脚本和配置就占满了：用 npm run build -- --inline 生成更小的脚本',
  '--replace erases the old script first: a cut during the upload then leaves none, and flashing again mends it':
    '--replace 先擦除旧脚本：上传期间若中断，板子上就没有脚本，重新烧录即可恢复',
  'Storage has {0} B free, too few for a second script': 'Storage 空闲 {0} 字节，放不下第二个脚本',
  '--replace erases the old script first and moves all other files: a power cut then may leave nothing, and flashing again mends it':
    '--replace 先擦除旧脚本并移动其他文件：此时断电可能什么都不剩，重新烧录即可恢复',
  'the last flash was cut: the board kept its old script': '上次烧录中断：板子保留了旧脚本',
  'power was cut while files moved in Storage: what that left is erased':
    '上次在 Storage 移动文件时断了电：残留的内容已清除',
  'Storage is too full for two scripts, so a power cut while flashing may leave none':
    'Storage 放不下两个脚本，所以烧录时断电可能一个都不剩',
  '{0}: flashing without a layout, so a power cut while flashing may leave no script':
    '{0}：不分区烧录，所以烧录时断电可能没有脚本',
  // What did not arrive.
  'what was written reads back otherwise': '写入的内容读回不一致',
  'the file {0} is not where it was made': '文件 {0} 不在创建它的位置',
  '{0} is not there for the engine': '引擎找不到 {0}',
  'what was written at 0x{0} reads back otherwise': '0x{0} 处写入的内容读回不一致',
  'the script did not arrive whole, twice: {0}': '脚本两次都没有完整写入：{0}',
  '{0} did not arrive whole, twice: {1}': '{0} 两次都没有完整写入：{1}',
  '{0} bytes, CRC-32 {1}': '{0} 字节，CRC-32 {1}',
  '{0} there, {1} bytes, CRC-32 {2} here': '板子上是 {0}，这里是 {1} 字节，CRC-32 {2}',
  '{0} cannot be read whole from the board': '无法从板子完整读出 {0}',
  '{0} is not what was uploaded and verified under another name': '{0} 与已上传并校验过的内容不同',
  'another cable or USB port, no hub': '请换一根线或一个 USB 口，不要用集线器',
  'another cable or USB port, no hub; the script that was there before still starts':
    '请换一根线或一个 USB 口，不要用集线器；原有的脚本仍能启动',
  'another cable or USB port, no hub; the script that was there before still starts; or its flash is worn out':
    '请换一根线或一个 USB 口，不要用集线器；原有的脚本仍能启动；也可能是闪存已经损坏',
  'flash again; if that does not help, require("Storage").eraseAll() at its prompt, or its flash is worn out':
    '请重新烧录；如果没有用，在它的提示符下执行 require("Storage").eraseAll()；或者它的闪存已经损坏',
  // What it says afterwards.
  'the board does not become ready; {0}': '板子没有就绪；{0}',
  'it said nothing': '它没有任何输出',
  'its last lines:': '它最后的输出：',
  'the script is on the board and starts at power-on; docs/troubleshooting.md says what each word of the log means':
    '脚本已在板子上，上电即启动；日志里每个词的含义见 docs/troubleshooting.zh-CN.md',
  '{0} was left on the board and starts beside the script or in its place: flash again without --keep':
    '板子上保留了 {0}，它会与脚本一起启动或取而代之：请不加 --keep 重新烧录',
}
