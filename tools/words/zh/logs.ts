import type { Catalogue } from '../catalogue.ts'

/** The log, and building, flashing and following in one. */
export const logs: Catalogue = {
  '-- {0} is gone ({1}); waiting for it': '-- {0} 断开了（{1}）；正在等它回来',
  '-- {0} is back': '-- {0} 回来了',
  '--level {0} is unknown': '--level {0}：没有这个级别',
  'stacks are shown as the board prints them: {0}: {1}': '调用栈按板子的原样显示：{0}：{1}',
  '{0} changed': '{0} 有改动',
  '{0} and {1} more': '{0} 以及另外 {1} 个文件',
}
