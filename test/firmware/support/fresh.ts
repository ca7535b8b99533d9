let count = 0

/** The link as after a power-on: its state lives in the module, so each call loads it anew. What it imports is shared. */
export function freshLink(): Promise<typeof import('../../../firmware/link/link.ts')> {
  return import(`../../../firmware/link.ts?${++count}`) as Promise<typeof import('../../../firmware/link/link.ts')>
}
