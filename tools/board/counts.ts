/** What a board holds at the moment; a leak shows as a count that grows. */
export interface BoardCounts {
  sockets: number
  timers: number
  /** Listeners of E, process, the built-in modules and the open sockets. */
  listeners: number
  /** Bytes written by the script that no driver has taken. */
  sendQueueBytes: number
  /** Bytes received that the script has not got yet. */
  receiveQueueBytes: number
  queuedEvents: number
}
