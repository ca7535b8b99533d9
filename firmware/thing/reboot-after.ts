/**
 * After so many seconds without `ready` the board reboots, in place of the configuration's; 0 = never. Undefined, and gone from
 * the script, where nobody sets it.
 */
export let otherRebootAfterS: number | undefined

/** Sets it; undefined: as in the configuration. @seldom */
export function setRebootAfterS(seconds: number | undefined): void {
  otherRebootAfterS = seconds
}
