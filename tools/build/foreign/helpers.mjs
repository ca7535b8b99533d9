// What the compiler's output calls, as tslib has it, in what the engine runs: by their names in tslib.

export function __assign() {
  return Object.assign.apply(null, arguments)
}

export function __rest(from, names) {
  var rest = {}
  for (var name in from) if ({}.hasOwnProperty.call(from, name) && names.indexOf(name) < 0) rest[name] = from[name]
  return rest
}

export function __spreadArray(to, from) {
  return to.concat([].slice.call(from))
}

export function __extends(made, base) {
  for (var name in base) if ({}.hasOwnProperty.call(base, name)) made[name] = base[name]
  function Link() {
    this.constructor = made
  }
  Link.prototype = base.prototype
  made.prototype = new Link()
}
