import { basename } from 'node:path'
import ts from 'typescript'

/** What a declared value may be, as far as the engine's reference tells values apart. */
export type Kind = 'number' | 'boolean' | 'string' | 'pin' | 'function' | 'object' | 'any' | 'nothing'

export interface Parameter {
  readonly kinds: ReadonlySet<Kind>
  readonly isRest: boolean
}

export interface Signature {
  readonly params: readonly Parameter[]
  readonly returns: ReadonlySet<Kind>
  /** For a listener: the events that it is for, and how many arguments it takes. */
  readonly events: readonly string[]
  readonly listenerParams: number
}

/** A global, or a member of a thing that is one: of the thing itself (`static`) or of what is made by it (`instance`). */
export interface Declared {
  readonly of: 'global' | 'static' | 'instance'
  /** As the engine calls it: `E`, `Storage`, `httpSRq`; '' for a global. */
  readonly owner: string
  /** `new` for a constructor. */
  readonly name: string
  /** None for what is no function. */
  readonly signatures: readonly Signature[]
  /** The interface of a global: `I2C` of `I2C1`. */
  readonly type: string
  /** It is there to say that the engine has no such thing. */
  readonly isLacking: boolean
  readonly at: string
}

/** Interfaces whose name here is not the engine's. */
const engineNames: Readonly<Record<string, string>> = {
  ...{ HttpServer: 'httpSrv', HttpRequest: 'httpSRq', HttpResponse: 'httpSRs' },
  ...{ HttpClientRequest: 'httpCRq', HttpClientResponse: 'httpCRs', DatagramSocket: 'dgramSocket' },
  ...{ ReadonlyArray: 'Array' },
}
/** Things that nobody makes one of, although lib.es5.d.ts calls them by an interface. */
const singletons = ['Math', 'JSON']

/** Reads all that `files`, and what they refer to, declare beside the library of the language. */
export function readDeclarations(files: readonly string[]): Declared[] {
  const program = ts.createProgram(files, { lib: ['lib.es5.d.ts'], types: [], strict: true, noEmit: true })
  const sources = program.getSourceFiles().filter((file) => !program.isSourceFileDefaultLibrary(file))
  const reader = new Reader(program.getTypeChecker())
  for (const source of sources) for (const statement of source.statements) reader.read(statement)
  return reader.declared()
}

class Reader {
  readonly #found = new Map<string, Declared>()

  constructor(readonly checker: ts.TypeChecker) {}

  declared(): Declared[] {
    return [...this.#found.values()]
  }

  read(statement: ts.Statement): void {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined)
      this.#add('global', '', statement.name.text, statement)
    if (ts.isInterfaceDeclaration(statement)) this.#readInterface(statement)
    if (ts.isVariableStatement(statement))
      for (const { name, type } of statement.declarationList.declarations) {
        this.#add('global', '', name.getText(), statement, type?.getText() ?? '')
        if (type !== undefined && ts.isTypeLiteralNode(type)) this.#members('static', name.getText(), type.members)
      }
  }

  #readInterface({ name: { text }, members }: ts.InterfaceDeclaration): void {
    const [, made] = /^(\w+)(?:Constructor|Module)$/.exec(text) ?? []
    // Options and results have properties only, and the engine has no name for them; a class of its own has methods.
    const isRecord = made === undefined && !members.some((member) => ts.isMethodSignature(member))
    if (isRecord) return
    if (made !== undefined) this.#members('static', moduleName(made), members)
    else this.#members(singletons.includes(text) ? 'static' : 'instance', engineNames[text] ?? text, members)
  }

  #members(of: Declared['of'], owner: string, members: ts.NodeArray<ts.TypeElement>): void {
    for (const member of members) {
      const isNew = ts.isConstructSignatureDeclaration(member) || ts.isCallSignatureDeclaration(member)
      this.#add(of, owner, isNew ? 'new' : (member.name?.getText() ?? ''), member)
    }
  }

  #add(of: Declared['of'], owner: string, name: string, node: ts.Node, type = ''): void {
    const key = `${of} ${owner}.${name}`
    const file = node.getSourceFile()
    const { line } = file.getLineAndCharacterOfPosition(node.getStart())
    const isLacking = ts.getJSDocDeprecatedTag(node) !== undefined
    const at = `${basename(file.fileName)}:${line + 1}`
    const first = this.#found.get(key) ?? { of, owner, name, type, signatures: [], isLacking, at }
    const signatures = ts.isFunctionLike(node) ? [...first.signatures, this.#signature(node)] : first.signatures
    this.#found.set(key, { ...first, signatures })
  }

  #signature(node: ts.SignatureDeclaration): Signature {
    const [event, listener] = node.parameters
    const isListener = event?.name.getText() === 'event' && listener?.name.getText() === 'listener'
    const listenerType = listener === undefined ? undefined : this.checker.getTypeAtLocation(listener)
    return {
      params: node.parameters.map((one) => ({
        kinds: this.#kinds(this.checker.getTypeAtLocation(one)),
        isRest: one.dotDotDotToken !== undefined,
      })),
      returns: node.type === undefined ? new Set() : this.#kinds(this.checker.getTypeFromTypeNode(node.type)),
      events: isListener ? literalsOf(this.checker.getTypeAtLocation(event)) : [],
      listenerParams: isListener ? (listenerType?.getCallSignatures()[0]?.parameters.length ?? 0) : 0,
    }
  }

  #kinds(type: ts.Type): Set<Kind> {
    if (type.isUnion()) return new Set(type.types.flatMap((one) => [...this.#kinds(one)]))
    return new Set([this.#kind(type)])
  }

  #kind(type: ts.Type): Kind {
    const is = (flags: ts.TypeFlags): boolean => (type.flags & flags) !== 0
    if (is(ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) return 'any'
    if (is(ts.TypeFlags.NumberLike)) return 'number'
    if (is(ts.TypeFlags.BooleanLike)) return 'boolean'
    if (is(ts.TypeFlags.StringLike)) return 'string'
    if (is(ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void | ts.TypeFlags.Never)) return 'nothing'
    if (type.symbol?.name === 'Pin') return 'pin'
    return type.getCallSignatures().length > 0 ? 'function' : 'object'
  }
}

/** `NeopixelModule` is of `require('neopixel')`: only these begin with a capital there, too. */
function moduleName(made: string): string {
  const small = ['Net', 'Tls', 'Http', 'Dgram', 'Crypto', 'Neopixel', 'Heatshrink']
  return small.includes(made) ? made.toLowerCase() : made
}

function literalsOf(type: ts.Type): string[] {
  const all = type.isUnion() ? type.types : [type]
  return all.flatMap((one) => (one.isStringLiteral() ? [one.value] : []))
}
