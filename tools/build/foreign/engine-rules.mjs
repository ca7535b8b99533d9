import { phrase } from './phrase.mjs'

/**
 * Syntax that the engine lacks even after compilation to ES5, or gets wrong. Where `isOurs` is set it is refused in firmware/
 * only: the engine runs what it is compiled to, and it is refused for its size, or because the passes would not understand it.
 */

/** Regular expressions with these do not fail in the engine: they silently do not match. [pattern, what it is] */
const regexBeyondSimple = [
  ['\\(\\?', phrase`(?: ), lookahead and named groups in a regular expression silently do not match`],
  ['[*+?}]\\?', phrase`lazy quantifiers in a regular expression silently do not match`],
  ['[^\\\\]\\{[0-9]', phrase`{n} in a regular expression silently does not match`],
  ['\\\\[bB1-9kpP]', phrase`\\b, backreferences and \\p in a regular expression silently do not match`],
  ['\\[[^\\]]*\\u002F[^\\]]*\\]', phrase`/ in a class of a regular expression is a syntax error`],
]

const rule = (selector, what, instead) => ({ selector, what, instead, isOurs: false })
const ours = (selector, what, instead) => ({ ...rule(selector, what, instead), isOurs: true })

export const engineRules = [
  ours('ArrayExpression > SpreadElement', 'array spread: its helper is big', 'concat()'),
  ours('CallExpression[arguments.length>1] > SpreadElement', 'a spread beside other arguments', 'one list'),
  rule('NewExpression > SpreadElement', phrase`spread in new`, phrase`the arguments one by one`),
  rule(':function[async=true]', phrase`async functions`, phrase`callbacks, or then()`),
  rule('AwaitExpression', phrase`await`, phrase`callbacks, or then()`),
  rule(':function[generator=true]', phrase`generators`, phrase`a function that returns the next value`),
  rule('LabeledStatement', phrase`labels`, phrase`a function and return`),
  ours('ClassDeclaration', 'classes cost memory', 'a module with functions, or an object'),
  ours('ClassExpression', 'classes cost memory', 'a module with functions, or an object'),
  rule(
    ':matches(ClassDeclaration, ClassExpression)[superClass.name=/^(\\w*Error|Array|Promise|Function|Date|RegExp|\\w+Array)$/]',
    phrase`a class that extends one of the engine: instanceof is wrong`,
    phrase`a class of its own, which has one`,
  ),
  rule('Decorator, VariableDeclaration[kind=/using/]', phrase`decorators and using`, phrase`a call`),
  rule('PrivateIdentifier', phrase`#private names: their helper needs WeakMap`, phrase`a name that begins with _`),
  ours('TSEnumDeclaration', 'enums stay in the bundle whole', 'a union of words'),
  ours('TSModuleDeclaration[kind="namespace"]', 'namespaces stay in the bundle whole', 'a module'),
  ours('ExportDefaultDeclaration', 'default exports have no name to search for', 'a named export'),
  rule(
    'SwitchCase[test=null] ~ SwitchCase',
    phrase`a case after default is a syntax error`,
    phrase`default as the last`,
  ),
  ours('Property[kind="get"]', 'getters: JSON.stringify skips them', 'a function'),
  ours('Property[kind="set"]', 'setters', 'a function'),
  ours(
    ':matches(ForStatement, ForOfStatement, ForInStatement, WhileStatement, DoWhileStatement) :function',
    'a closure made in a loop: all see the last value',
    'a function outside, which gets the value',
  ),
  rule(
    ':matches(VariableDeclarator, :function) > Identifier[name="of"]:matches(.id, .params)',
    phrase`a variable called of`,
    phrase`another name`,
  ),
  rule('TaggedTemplateExpression', phrase`tagged templates`, phrase`a call`),
  ours('BinaryExpression[operator="**"]', '** and Math.pow, inexact from 2^31 up', 'multiplication or a shift'),
  ours('AssignmentExpression[operator="**="]', '** and Math.pow, inexact from 2^31 up', 'multiplication or a shift'),
  ours('MemberExpression[object.name="Math"][property.name="pow"]', 'Math.pow, inexact from 2^31 up', 'a shift'),
  ours('MemberExpression[object.name="Object"][property.name!="keys"]', 'Object other than Object.keys', 'Object.keys'),
  ours('MemberExpression[property.name="prototype"]', 'prototypes of built-ins read as undefined', '[].slice, "".trim'),
  rule('MemberExpression[property.name="callee"]', phrase`arguments.callee`, phrase`a function with a name`),
  rule(
    ':function[params.length>0] MemberExpression[object.name="arguments"][property.name="length"]',
    phrase`arguments.length: it counts parameters that were left out, too`,
    phrase`a rest parameter, or === undefined`,
  ),
  rule('MetaProperty', phrase`new.target and import.meta`, phrase`an argument`),
  rule('ImportExpression', phrase`import()`, phrase`import at the top`),
  rule(
    'AssignmentExpression[left.property.name="length"]',
    phrase`setting length: it throws`,
    phrase`a new array, or splice()`,
  ),
  rule(
    'CallExpression[callee.property.name="split"][arguments.length>1]',
    phrase`the limit of split(): it is ignored`,
    phrase`slice() of the result`,
  ),
  rule(
    'CallExpression[callee.name=/^clear(Timeout|Interval)$/][arguments.length=0]',
    phrase`clearTimeout() without an id clears all timers, those of the connection, too`,
    phrase`the id that setTimeout() returned`,
  ),
  ours(
    String.raw`Literal[raw=/^(?!\/)(|.*[^\\])(\\\\)*\\u(?!00)/]`,
    'a character above 0xFF is cut to one byte',
    'its UTF-8 as \\x.. bytes',
  ),
  rule(
    'CallExpression[callee.property.name="call"][callee.object.property.name="toString"]',
    phrase`toString.call(): it silently returns nothing`,
    phrase`Array.isArray(), typeof or instanceof`,
  ),
  rule(
    'Literal[regex.flags=/[^gi]/]',
    phrase`a flag of a regular expression other than g and i: it is ignored`,
    phrase`code`,
  ),
  ours(
    'CallExpression[callee.name="RegExp"], NewExpression[callee.name="RegExp"]',
    'RegExp(): not checked',
    'a literal',
  ),
  ...regexBeyondSimple.map(([pattern, what]) =>
    rule(`Literal[regex.pattern=/${pattern}/]`, what, phrase`a class, an alternative, or code`),
  ),
]
