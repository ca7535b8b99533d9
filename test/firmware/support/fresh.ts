let count = 0

/**
 * A module of the firmware as after a power-on: its state lives in the module, so each call loads it anew. What it
 * imports is shared with all others.
 */
export function freshControl(): Promise<typeof import('../../../firmware/control.ts')> {
  return import(`../../../firmware/control.ts?${++count}`) as Promise<typeof import('../../../firmware/control.ts')>
}

/** As `freshControl`. */
export function freshLink(): Promise<typeof import('../../../firmware/link.ts')> {
  return import(`../../../firmware/link.ts?${++count}`) as Promise<typeof import('../../../firmware/link.ts')>
}
