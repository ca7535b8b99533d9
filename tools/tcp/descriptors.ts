/** What the process needs beside connections: files, listeners, and what Node itself has open. */
const reserve = 40

/**
 * Connections that one listener may hold before the system has no file descriptor left for another, whose connection it
 * would drop without a word. Infinity where the system does not say its limit.
 */
export function mostConnections(): number {
  const { userLimits } = Object(process.report.getReport())
  const limit: unknown = userLimits?.open_files?.soft
  return typeof limit === 'number' ? Math.max(limit - reserve, 1) : Infinity
}
