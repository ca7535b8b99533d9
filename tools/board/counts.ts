/** What a leak check counts. */
export interface BoardCounts {
  sockets: number
  timers: number
  /** Listeners of E, process, the built-in modules and the open sockets. */
  listeners: number
  /** Bytes written by the script that no driver has taken. */
  sendQueueBytes: number
  /** Bytes received that the script has not been given. */
  receiveQueueBytes: number
  queuedEvents: number
}
