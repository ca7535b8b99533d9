/**
 * Whether the configuration may have `path`, keys parted by dots of which `*` stands for any, and there `value` where one is
 * given. The build puts the answer in place of each call (tools/build/passes/asks-for.mjs): true in the usual script; in one
 * with a configuration inside (`npm run build -- --inline`) what that one has, so that nothing is in the script that it does
 * not need.
 */
export function asksFor(_path: string, _value?: unknown): boolean {
  return true
}

/**
 * Whether the configuration is a file in the board's Storage; false in a script that has it inside: `npm run build` has
 * checked that one.
 */
export function isFromFile(): boolean {
  return true
}
