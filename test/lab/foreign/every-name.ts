import { names, texts } from './names.ts'

/** A module in which a name is a variable, a function, a parameter, a key, what is caught ... of the top level or not. */
function moduleOf(name: string): string {
  return `
var ${name} = { ${name}: '${name}', on: { ${name}: true, off: false } }
var more = { '${name}': 1 }
function take(${name}, other) {
  return [${name}.${name}, ${name}['${name}'], other === '${name}', typeof ${name}]
}
function inner() {
  var list = []
  try {
    throw '${name}'
  } catch (${name}) {
    list.push(${name} === '${name}')
  }
  list.push((function ${name}(left) { return left ? ${name}(left - 1) : '${name}' })(2))
  ;(function () {
    var ${name} = 'local'
    function ${name}2() { return ${name} }
    list.push(${name}2())
  })()
  return list
}
var Maker = function (${name}) { this.${name} = ${name} }
Maker.prototype.own = function () { return this.${name} }
export function run(say) {
  say([take(${name}, '${name}'), take({}, 1), inner(), new Maker('${name}').own(), '${name}' in ${name}])
  say([more.${name}, more['${name}'], ${name}.on, \`\${more.${name}} ${name}\`])
  for (var key in ${name}) say(key)
  ${name}.on.${name} = false
  more['${name}'] += '${name}'
  setTimeoutOf(function (${name}) { say([${name}, more.${name}]) }, ${name})
}
function setTimeoutOf(handler, argument) {
  handler(argument)
}
`
}

/** A module in which each text is compared, looked up, chosen by, joined and kept. */
function moduleOfTexts(): string {
  const cases = texts.map((text) => `    case '${text}': return '${text}'.length`)
  const keys = texts.map((text, at) => `'${text}': ${at}`)
  return `
var table = { ${keys.join(', ')} }
function choose(text) {
  switch (text) {
${cases.join('\n')}
    default: return 'none'
  }
}
export function run(say) {
  for (var text in table) say([text, table[text], choose(text), choose(table[text]), text + 'x', text == 1, text > 'm'])
${texts.map((text) => `  say([table['${text}'], '${text}' === String('${text}'), \`${text}\`, "a ${text}", choose('${text}')])`).join('\n')}
}
`
}

/** Modules that each export \`run(say)\`. */
export function everyName(): string[] {
  return [...names.map(moduleOf), moduleOfTexts()]
}
