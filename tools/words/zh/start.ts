import type { Catalogue } from '../catalogue.ts'

export const start: Catalogue = {
  'checks signatures as Aliyun does': '像阿里云一样校验签名',
  '<- open this': '<- 打开这个地址',
  '{0} of product {1}: {2}': '产品 {1} 的设备 {0}：{2}',
  'Try: {0}  in a second terminal, or press space here. Ctrl-C stops everything.':
    '试一试：在另一个终端里运行 {0}，或在这里按空格键。Ctrl-C 全部结束。',
  'Try: {0}  in a second terminal. Ctrl-C stops everything.': '试一试：在另一个终端里运行 {0}。Ctrl-C 全部结束。',
  '{0} plugged in, boots': '{0} 已通电，正在启动',
  '{0} unplugged, no power: online for the cloud until its keep alive is over':
    '{0} 已断电：在保活超时之前，云端仍显示在线',
  'cannot be built: {0}': '无法构建：{0}',
  stopped: '已停止',
}
