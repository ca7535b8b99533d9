import type { Catalogue } from '../catalogue.ts'

export const build: Catalogue = {
  'npm run test:types shows every such place': 'npm run test:types 会列出所有这样的地方',
  'npm run build makes it': '用 npm run build 生成',
  'needs {0} B, and Storage of {1} has {2} B': '需要 {0} 字节，而 {1} 的 Storage 只有 {2} 字节',
  '{0} {1}: script and device.json, read back as given. It holds your secrets':
    '{0} {1}：脚本和 device.json，读回一致。里面有你的密钥',
  'to be tried in the interpreter: copy it to espruino.flash in its working folder':
    '可以在解释器里试：复制到它的工作目录，命名为 espruino.flash',
  'no board is called {0}': '没有叫 {0} 的板子',
}
