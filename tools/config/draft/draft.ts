import { applyEdits, modify } from 'jsonc-parser'
import { loginOf, type Login } from '../check/login.ts'
import { checkConfig } from '../check/check-config.ts'
import type { Problem } from '../check/problem.ts'
import { Source, type Path } from '../check/source.ts'

/** What a new configuration starts from. */
const empty = '{\n  "$schema": "./device.schema.json"\n}\n'

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' }

/** A configuration in the making: the text of the file, with what nobody asked about left as it is. */
export class Draft {
  constructor(readonly text: string = empty) {}

  /** The same with `value` at `path`; undefined takes the key away. */
  with(path: Path, value: string | number | boolean | undefined): Draft {
    if (value === undefined && this.at(path) === undefined) return this
    return new Draft(applyEdits(this.text, modify(this.text, [...path], value, { formattingOptions })))
  }

  /** The value at `path` now. */
  at(path: Path): unknown {
    return path.reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      new Source(this.text).value,
    )
  }

  /** What the check says of all of it. */
  problems(): readonly Problem[] {
    return checkConfig(this.text).problems
  }

  /** What the check says of the value at `path`, or of what is below it. */
  problemsAt(path: Path): Problem[] {
    const place = path.join('.')
    return this.problems().filter((one) => one.path === place || one.path.startsWith(`${place}.`))
  }
}

/** How a configuration in the making logs in: with the device triple unless it says otherwise. */
export const draftLogin = (draft: Draft): Login => loginOf({ mqtt: draft.at(['mqtt']) })
