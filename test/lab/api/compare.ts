import type { Declared, Kind, Signature } from './declarations.ts'
import type { Entry, Wrapped } from './reference.ts'

/** Pins, and what boards have at them: made from a board's list of pins, so no comment of the source names them. */
const isPin = ({ of, name, type }: Declared): boolean =>
  of === 'global' && type === 'Pin' && /^(D\d+|A0|LED1|BTN1)$/.test(name)

/** Events whose argument the reference has in its prose only. */
const inProseOnly = ['httpCRq error', 'httpCRs error']

/** What each kind of the reference may be declared as. JsVar and JsVarArray may be anything. */
const allowed: Readonly<Partial<Record<Wrapped, readonly Kind[]>>> = {
  ...{ float: ['number'], int: ['number'], int32: ['number'] },
  ...{ bool: ['boolean', 'number'], pin: ['pin', 'number'] },
}

const entryTypes: Readonly<Record<Declared['of'], readonly string[]>> = {
  global: ['function', 'variable', 'object', 'class'],
  static: ['staticmethod', 'staticproperty'],
  instance: ['method', 'property'],
}

/** Returns a line for each declaration that is not as the engine's reference has it. */
export function differences(declared: readonly Declared[], reference: readonly Entry[]): string[] {
  return declared
    .filter((one) => !isPin(one))
    .flatMap((one) => differencesOf(one, reference).map((text) => `${one.at}  ${nameOf(one)}: ${text}`))
}

/** `E.reboot`, `Pin#read`, `print`. */
export function nameOf({ of, owner, name }: Declared): string {
  return of === 'global' ? name : `${owner}${of === 'static' ? '.' : '#'}${name}`
}

function differencesOf(declared: Declared, reference: readonly Entry[]): string[] {
  const entries = entriesFor(declared, reference)
  if (declared.isLacking) return entries.length === 0 ? [] : ['the reference has it after all']
  if (entries.length === 0) return ['the reference has none']
  // Boards may have one of the same name each; one of them must agree.
  const each = entries.map((entry) => [...callDifferences(declared, entry), ...typeDifferences(declared, entry)])
  const [fewest = []] = each.sort((one, other) => one.length - other.length)
  return [...fewest, ...declared.signatures.flatMap((one) => eventDifferences(declared, one, reference))]
}

function entriesFor({ of, owner, name }: Declared, reference: readonly Entry[]): Entry[] {
  if (name === 'new') return reference.filter((entry) => entry.type === 'constructor' && entry.class === owner)
  const fits = (entry: Entry): boolean => entryTypes[of].includes(entry.type)
  if (of === 'global')
    return reference.filter((entry) => fits(entry) && (entry.type === 'class' ? entry.class : entry.name) === name)
  const own = reference.filter((entry) => fits(entry) && entry.class === owner && entry.name === name)
  if (own.length > 0) return own
  // Every object has these: on, removeListener ...
  return reference.filter((entry) => entry.type === 'method' && entry.class === 'Object' && entry.name === name)
}

function typeDifferences({ type, signatures }: Declared, entry: Entry): string[] {
  const isFunction = /function|method|constructor/.test(entry.type)
  if (isFunction !== signatures.length > 0) return [isFunction ? 'is a function' : 'is no function']
  return entry.type === 'object' && entry.instanceof !== type ? [`is of ${entry.instanceof}, declared is ${type}`] : []
}

function callDifferences({ name, signatures }: Declared, entry: Entry): string[] {
  if (signatures.length === 0) return []
  const params = entry.params ?? []
  const takesRest = params.at(-1)?.[1] === 'JsVarArray'
  const most = Math.max(...signatures.map((one) => one.params.length))
  const isRight = takesRest ? most >= params.length : most === params.length
  const count = isRight ? [] : [`takes ${params.length} parameters, declared are ${most}`]
  const kinds = signatures.flatMap((signature) => [
    ...signature.params.flatMap((param, at) => {
      const [called = '', kind = 'JsVarArray'] = params[at] ?? []
      return wrongKinds(kind, param.kinds, `parameter ${called}`)
    }),
    ...(name === 'new' ? [] : returnDifferences(signature, entry)),
  ])
  return [...count, ...kinds]
}

function returnDifferences({ returns }: Signature, entry: Entry): string[] {
  const returnsNothing = returns.size === 1 && returns.has('nothing')
  const [kind] = entry.return ?? []
  if (kind === undefined) return returnsNothing ? [] : ['returns nothing']
  return returnsNothing ? [`returns ${kind}, declared is nothing`] : wrongKinds(kind, returns, 'result')
}

function wrongKinds(kind: Wrapped, kinds: ReadonlySet<Kind>, what: string): string[] {
  const right = allowed[kind]
  const wrong = [...kinds].filter((one) => right !== undefined && one !== 'nothing' && !right.includes(one))
  return wrong.length === 0 ? [] : [`${what} is ${kind}, declared is ${[...kinds].join(' or ')}`]
}

function eventDifferences({ owner }: Declared, signature: Signature, reference: readonly Entry[]): string[] {
  return signature.events.flatMap((event) => {
    const entry = reference.find((one) => one.type === 'event' && one.class === owner && one.name === event)
    if (entry === undefined) return [`there is no event ${event}`]
    const count = inProseOnly.includes(`${owner} ${event}`) ? 1 : (entry.params?.length ?? 0)
    return signature.listenerParams > count ? [`a listener for ${event} gets ${count} arguments`] : []
  })
}
