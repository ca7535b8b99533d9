/**
 * What is around an example of `apps/`, as a piece of `.boot0`: the Linux build has no pins to measure, so the functions that reach them are
 * replaced. Each that acts prints a line with `~`; variables and functions at the prompt change what is read.
 */
export interface World {
  readonly file: string
  readonly around: string
  /** Timers that run once it is ready and at rest, the firmware's one among them. */
  readonly timers: number
}

const analogWrite = 'global.analogWrite=function(p,v,o){print("~pwm "+p+" "+v.toFixed(2)+" "+o.freq)};'

/** `move(1)` opens the door. */
const contact = `var level=0,move;
global.pinMode=function(p,mode){print("~mode "+p+" "+mode)};
global.digitalRead=function(){return level};
global.setWatch=function(task,p,o){print("~watch "+[p,o.edge,o.repeat,o.debounce]);
move=function(to){level=to;task({state:!!to,time:getTime(),lastTime:0,pin:p})}};`

const analogRead = 'var volts=0.575;global.analogRead=function(){print("~volts "+volts);return volts};'

/** A DS18B20 whose scratchpad is `pad`; at first 21.4375 degrees. */
const oneWire = `var pad=new Uint8Array([0x57,1,0x4b,0x46,0x7f,0xff,0x0c,0x10,0]);
function seal(){var c=0;for(var i=0;i<64;i++){if(i%8==0)c^=pad[i>>3];c=c>>1^(c&1)*0x8c}pad[8]=c}
seal();
global.OneWire=function(){
this.reset=function(){return true};
this.skip=function(){};
this.write=function(b){print("~wire "+b)};
this.read=function(n){return pad.slice(0,n)};
};`

export const worlds = {
  tutorial: { file: 'apps/tutorial/tutorial.ts', around: '', timers: 1 },
  thermometer: { file: 'apps/thermometer/thermometer.ts', around: oneWire, timers: 2 },
  dimmer: { file: 'apps/dimmer/dimmer.ts', around: analogWrite, timers: 1 },
  'door-contact': { file: 'apps/door-contact/door-contact.ts', around: contact, timers: 1 },
  schedule: { file: 'apps/schedule/schedule.ts', around: '', timers: 3 },
  'soil-moisture': { file: 'apps/soil-moisture/soil-moisture.ts', around: analogRead, timers: 2 },
} as const satisfies Readonly<Record<string, World>>

export type ExampleName = keyof typeof worlds
