/** A pattern of V8's words for a fault of the language, and what the engine says of it, with its type. */
const words: readonly (readonly [type: string, pattern: RegExp, engine: string])[] = [
  [
    'TypeError',
    /^Cannot (?:read|set) properties of (null|undefined) \((?:reading|setting) '(.*)'\)$/,
    "Error: Can't read property '$2' of $1",
  ],
  ['ReferenceError', /^(\S+) is not defined$/, 'ReferenceError: "$1" is not defined'],
  ['ReferenceError', /^Cannot access '(.+)' before initialization$/, 'ReferenceError: "$1" is not defined'],
  ['TypeError', /^(?:.*\.)?([\w$]+) is not a function$/, 'Error: Function "$1" not found!'],
  ['TypeError', /^Assignment to constant variable\.$/, 'TypeError: Assignment to a constant'],
]

/** Returns the text of an error as the engine has it, where V8's is known; `type` is the error's constructor. */
export function engineWords(type: string, message: string): string | undefined {
  const known = words.find(([of, pattern]) => of === type && pattern.test(message))
  return known && message.replace(known[1], known[2])
}
