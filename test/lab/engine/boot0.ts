/**
 * Pieces of `.boot0`, the script that the engine runs before an unchanged `.bootcde`: what tests need to see and to steer.
 * Each line it prints begins with `~`.
 */

/** Each call of digitalWrite as a line `~pin D2 1`. */
const pins = 'global.digitalWrite=function(p,v){print("~pin "+p+" "+v)};'

/** `held()` prints what the program holds: JsVars, timers, sockets. The latter two are in the engine's hidden root. */
const held = `function held(){
var root=global["\\xff"];
print("~held "+[process.memory().usage,Object.keys(root.timers).length,Object.keys(root.HttpCC||{}).length]);
}`

/** Divides every delay, so that hours take minutes; tasks still get their argument. getTime() and the interpreter keep real time. */
const scaled = (scale: number) =>
  ['setTimeout', 'setInterval']
    .map((name) => `(function(real){global.${name}=function(task,ms,x){return real(task,ms/${scale},x)}})(${name});`)
    .join('')

/**
 * A Wifi module in the shape of the ESP32's that a test can control: `wifi.air` decides the outcome of `connect`, `wifi.drop()`
 * loses the network, `wifi.address` is the address that the network gives, `wifi.rssi` its strength, in an ESP8266's shape
 * `wifi.detailedRssi`. `connect` prints the bytes of name and password.
 */
const wifi = `Modules.addCached("Wifi",function(){
exports.air="home";
exports.address="10.0.0.2";
exports.connect=function(ssid,options,done){
var w=this;
print("~join "+E.toUint8Array(ssid).join()+" "+E.toUint8Array(options.password).join());
delete global.Uint8Array;delete global.ArrayBufferView;
if(w.air==="silent")return;
setTimeout(function(){
if(w.air==="none")return done("no AP found");
w.emit("associated",{ssid:ssid,mac:"02:00:5e:10:00:01",channel:"6"});
if(w.air==="addressless")return;
if(w.air!=="callback")w.emit("connected",{ip:w.address});
if(w.air!=="event")done(null);
},w.takesMs||20);
};
exports.disconnect=function(){print("~radio off")};
exports.drop=function(){this.emit("disconnected",{reason:"8"})};
exports.getStatus=function(){return{station:"connected",rssi:this.rssi}};
exports.getDetails=function(){return{status:"connected",rssi:this.detailedRssi||0}};
exports.scan=function(done){print("~scan");done([{ssid:"cafe",rssi:-71},{ssid:"next door",rssi:-85}])};
});
var wifi=require("Wifi");
`

/** The Linux build cannot watch pins: `press()` checks the watch's options and does what the engine does at a falling edge. */
const button = `var press,pull;
global.pinMode=function(pin,mode){pull=mode};
global.setWatch=function(task,pin,o){print("~watch "+[pin,pull,o.edge,o.repeat,o.debounce]);
press=function(){task({state:false,time:getTime(),lastTime:0,pin:pin})}};`

/** Each reading is a line, too. No OneWire device answers: on the Linux build's pins one would, with nothing but 0. */
const thermometer =
  'E.getTemperature=function(){print("~read "+degrees);return degrees};' +
  'global.OneWire=function(){this.reset=function(){return false}};'

export interface Boot0Options {
  /** Whether its pins can be watched, and buttons pressed. */
  readonly hasButton?: boolean
  /** How many times faster timers run; 1 leaves them as they are. */
  readonly timeScale?: number
  /** What `connect` meets from the start on; without it there is no Wifi module. */
  readonly air?: Air
  /** What the chip's own thermometer says at first, degrees Celsius; `degrees` changes it. The Linux build has none. */
  readonly degrees?: number
  /** A script for what else is around the board, such as an analogRead() in the place of the engine's. */
  readonly around?: string
}

/** `home`: event and callback; `event`, `callback`: that one only; `none`: no such network; `silent`: no answer at all; `addressless`: it is let in, and that is all. */
export type Air = 'home' | 'event' | 'callback' | 'none' | 'silent' | 'addressless'

export function boot0({ timeScale = 1, air, hasButton = false, degrees, around }: Boot0Options): string {
  const parts = [pins, held]
  if (hasButton) parts.push(button)
  if (degrees !== undefined) parts.push(`var degrees=${degrees};${thermometer}`)
  if (around !== undefined) parts.push(around)
  // After the scaling: joining takes its few ms in scaled time, too.
  if (timeScale !== 1) parts.push(scaled(timeScale))
  if (air !== undefined) parts.push(wifi, `wifi.air="${air}";`)
  return parts.join('\n')
}
