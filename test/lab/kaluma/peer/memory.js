// How full the runtime's heap is, and when its collector has run.

/** Bytes that arrived since the collector ran last: on a board they lie in the C heap. */
var waiting = 0
var waitingMost = 0
var usedBefore = 0
var lastArrived = 0
var hurries = 0

function heapUsed() {
  return process.memoryUsage().heapUsed
}

/** Has the collector run: it does so when enough new objects are there. */
function collect() {
  var before
  do {
    before = heapUsed()
    for (var count = 0; count < 20; count++) before = Math.max(before, heapUsed())
  } while (heapUsed() > before)
}

/** `name used peak`, the peak as it was before the collector is made to run. */
function tellHeap(name) {
  var peak = process.memoryUsage().heapPeak
  collect()
  tell('heap ' + name + ' ' + heapUsed() + ' ' + peak)
}

/** What the collector is hurried with is more than this. */
var hurryBytes = 8000
var hurriesBefore = 0

/**
 * Called before each segment is handed over. Between two of them, while a PUBLISH is skipped, only garbage is added to the heap:
 * less than was added means that the collector has run. What was being handed over then is still held.
 */
function noteArrival(bytes) {
  var used = heapUsed()
  if (used < usedBefore + (hurries - hurriesBefore) * hurryBytes) waiting = lastArrived
  hurriesBefore = hurries
  usedBefore = used
  lastArrived = bytes
  waiting += bytes
  if (waiting > waitingMost) waitingMost = waiting
}

function tellArrivals() {
  tell('arrivals ' + waitingMost + ' ' + hurries)
}
