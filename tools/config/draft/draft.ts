import { applyEdits, modify } from 'jsonc-parser'
import { isAliyunHost, loginOf, type Login } from '../check/login.ts'
import type { AppKind } from '../check/app-kind.ts'
import { checkConfig } from '../check/check-config.ts'
import { fromHere, productFile } from '../../product/product-files.ts'
import type { Problem } from '../check/problem.ts'
import { Source, type Path } from '../check/source.ts'

/** Where editors find what device.json may hold, seen from a file in the current directory. */
const schema = fromHere(productFile('device.schema.json')).replace(/^(?=\w[^:])/, './')

/** A new configuration. */
const empty = `${JSON.stringify({ $schema: schema }, null, 2)}\n`

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' }

/** An unfinished configuration: the text of the file; whatever is not asked for stays as it is. */
export class Draft {
  /** `app`: what the configuration is for. */
  constructor(
    readonly text: string = empty,
    private readonly app: AppKind = 'by-section',
  ) {}

  /** The same text for another application. */
  forApp(app: AppKind): Draft {
    return new Draft(this.text, app)
  }

  /** False for an application of the user's own, and with properties on pins, which are written by hand. */
  get needsSwitch(): boolean {
    const isOwn = this.app === 'own' || this.app === 'own-identity'
    return !isOwn && this.at(['properties']) === undefined
  }

  /** False for an application with `device(options)`, unless the text has a login. */
  get needsLogin(): boolean {
    return this.app !== 'own-identity' || this.at(['aliyun']) !== undefined || this.at(['mqtt']) !== undefined
  }

  /** Returns the draft with `value` at `path`; undefined removes the key. */
  with(path: Path, value: string | number | boolean | undefined): Draft {
    if (value === undefined && this.at(path) === undefined) return this
    return new Draft(applyEdits(this.text, modify(this.text, [...path], value, { formattingOptions })), this.app)
  }

  /** Returns the value at `path`. */
  at(path: Path): unknown {
    return path.reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      new Source(this.text).value,
    )
  }

  /** Returns the problems of the whole draft. */
  problems(): readonly Problem[] {
    return checkConfig(this.text, undefined, this.app).problems
  }

  /** Returns the problems of the value at `path` and of what is below it. */
  problemsAt(path: Path): Problem[] {
    const place = path.join('.')
    return this.problems().filter((one) => one.path === place || one.path.startsWith(`${place}.`))
  }
}

/** How a configuration in the making logs in: with the device triple unless it says otherwise. */
export const draftLogin = (draft: Draft): Login => loginOf({ mqtt: draft.at(['mqtt']) })

/** Whether a configuration in the making connects to Aliyun. */
export function goesToAliyun(draft: Draft): boolean {
  const login = draftLogin(draft)
  return isAliyunHost(login, draft.at([login, login === 'mqtt' ? 'mqttHostUrl' : 'host']))
}
