import { fileURLToPath } from 'node:url'
import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { isName } from '../passes/es5-names.mjs'
import { isOurs, ourPath } from '../passes/ours.mjs'

const platform = fileURLToPath(new URL('../../../firmware/platform/kaluma.ts', import.meta.url))

/**
 * Has our modules take `board` from platform/kaluma.ts, and `fromCharCode` in the place of `String.fromCharCode`, which does not
 * cut a code to a byte in this runtime. The platform's own modules are as they are.
 */
export function bindRuntime() {
  return {
    name: 'bind-runtime',
    transform(code, id) {
      if (!isOurs(id) || ourPath(id).startsWith('platform/')) return null
      const text = new MagicString(code)
      const wanted = new Set()
      walk(this.parse(code), {
        enter(node, parent) {
          const { type, object, property } = node
          if (type === 'Identifier' && node.name === 'board' && !isName(node, parent)) wanted.add('board')
          if (type !== 'MemberExpression' || object.name !== 'String' || property.name !== 'fromCharCode') return
          wanted.add('fromCharCode')
          text.overwrite(node.start, node.end, 'fromCharCode')
        },
      })
      if (wanted.size === 0) return null
      text.prepend(`import { ${[...wanted].join(', ')} } from ${JSON.stringify(platform)}\n`)
      return { code: text.toString(), map: text.generateMap({ hires: true }) }
    },
  }
}
