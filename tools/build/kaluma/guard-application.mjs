import { fileURLToPath } from 'node:url'
import MagicString from 'magic-string'
import { isOurs } from '../passes/ours.mjs'

const file = fileURLToPath(new URL('../../../firmware/platform/kaluma/globals.ts', import.meta.url))

/**
 * What the application throws at its top level is logged, and the firmware goes on without it: this runtime would end the whole
 * program. A library's top level runs as a part of that of the application only where it is required, so each module has its own.
 */
export function guardApplication(entry) {
  return {
    name: 'guard-application',
    transform(code, id) {
      if (id !== entry || isOurs(id)) return null
      const text = new MagicString(code)
      const { body } = this.parse(code)
      const isModule = ({ type }) => /^(Import|Export)/.test(type)
      const own = body.filter((node) => !isModule(node))
      if (own.length === 0 || body.some(({ type, declaration }) => /^Export/.test(type) && declaration)) return null
      for (const node of body.filter((each) => isModule(each) && each.start > own[0].start))
        text.move(node.start, node.end, 0)
      text.appendLeft(own[0].start, 'try {\n')
      text.appendRight(own.at(-1).end, '\n} catch (error) {\n  logThrown(error)\n}')
      text.prepend(`import { logThrown } from ${JSON.stringify(file)}\n`)
      return { code: text.toString(), map: text.generateMap({ hires: true }) }
    },
  }
}
