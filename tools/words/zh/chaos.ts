import type { Catalogue } from '../catalogue.ts'

export const chaos: Catalogue = {
  'faults at random': '随机故障',
  '{0} is missing': '缺少 {0}',
  '--to {0} is no address': '--to {0} 不是地址',
  'wanted: HOST:PORT': '应为：HOST:PORT',
  'make it: {0}': '请新建：{0}',
  '{0} is not a chaos script{1}': '{0} 不是 chaos 脚本{1}',
  'the file': '整个文件',
  '{0}: unknown key "{1}"': '{0}：未知的键 "{1}"',
  '{0}.mode: wanted one of {1}': '{0}.mode：应为 {1} 之一',
  '{0}: wanted one of {1}': '{0}：应为 {1} 之一',
  'afterMs or afterBytes, not both': 'afterMs 或 afterBytes，二者之一',
  'either sizes or upTo': 'sizes 或 upTo，二者之一',
  'steps.{0}: wanted {1}': 'steps.{0}：应为 {1}',
}
