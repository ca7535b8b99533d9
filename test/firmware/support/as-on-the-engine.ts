/** Runs `task` with the one habit of the engine that the firmware's bytes rely on: fromCharCode masks to one byte. */
export function asOnTheEngine<T>(task: () => T): T {
  const original = String.fromCharCode
  String.fromCharCode = (...codes) => original(...codes.map((code) => code & 0xff))
  try {
    return task()
  } finally {
    String.fromCharCode = original
  }
}
