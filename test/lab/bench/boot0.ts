/**
 * Pieces of `.boot0`, the script that the engine runs before an unchanged `.bootcde`. Every contestant of a measure gets
 * the same.
 */

/** The report's words for how the limit on sending is lifted. */
export const lifting = '.boot0 makes every timer below 1,000 ms run at once; timers of seconds run as they are'

/** Makes short timers run at once: the slots of PUBLISHes, and waits for more changes to coalesce. */
export const lifted =
  'global.setTimeout=(function(real){return function(f,ms,x){return real(f,ms<1000?0:ms,x)}})(setTimeout);\n'

/** Counts the pin's edges after the first drive, at boot, and drives to the level it has: `edges()` prints `~edges EDGES REPEATED`. */
export const edgeCounter = `var edgeN=-1,edgeR=0,edgeV;
global.digitalWrite=function(p,v){if(v===edgeV)edgeR++;else edgeN++;edgeV=v};
function edges(){print("~edges "+edgeN+" "+edgeR)}
`

/** `held()` prints `~held JSVARS`. */
export const held = 'function held(){print("~held "+process.memory().usage)}\n'

/**
 * Notes the most JsVars seen when the pin is driven and when the socket is written to, where a message, what was parsed of
 * it and what is sent are all there. Without a garbage collection (process.memory(false)), as the program lives. `peak()`
 * prints `~peak JSVARS`, the most since `peakAtRest()`, which prints what it sees when nothing happens.
 */
export const peakMeter = `var peakN=0;
function peakLook(){var u=process.memory(false).usage;if(u>peakN)peakN=u}
global.digitalWrite=function(p,v){peakLook()};
(function(net){var real=net.connect;net.connect=function(o,f){
var s=f?real(o,f):real(o);var w=s.write;s.write=function(d){peakLook();return w.call(s,d)};return s}})(require("net"));
function peak(){print("~peak "+peakN)}
function peakAtRest(){peakN=0;peakLook();print("~peakAtRest "+peakN)}
`

/** Notes the most JsVars held between the program's turns, without garbage, which the engine collects when it needs memory. */
export const heldMeter = `var mostN=0;
function heldLook(){var u=process.memory().usage;if(u>mostN)mostN=u}
function heldMost(){print("~heldMost "+mostN)}
function heldAtRest(){mostN=0;heldLook();print("~heldAtRest "+mostN);setInterval(heldLook,1)}
`
