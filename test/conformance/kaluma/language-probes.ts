import type { KalumaProbe } from './probe.ts'

export const languageProbes: readonly KalumaProbe[] = [
  {
    name: 'a program is strict: this of a plain call is undefined, an undeclared name throws',
    script: 'say((function(){return this})());try{nobody=1}catch(e){say(e.name)}',
    lines: ['undefined', 'ReferenceError'],
  },
  {
    name: 'what stands at the top of a program is global',
    script: 'var mine=1;function ours(){};say([global.mine,typeof global.ours,this===global])',
    lines: ['1,function,true'],
  },
  { name: 'an engine global can be deleted', script: 'delete global.seed;say(typeof seed)', lines: ['undefined'] },
  {
    name: 'String.fromCharCode does not cut to a byte',
    script: 'say(String.fromCharCode(300).charCodeAt(0))',
    lines: ['300'],
  },
  {
    name: 'what the engine lacks',
    script:
      'say([typeof WeakRef,typeof Intl,typeof [].at,typeof "".at,typeof Object.hasOwn,typeof Promise.any,typeof Array.prototype.findLast])',
    lines: ['undefined,undefined,undefined,undefined,undefined,undefined,undefined'],
  },
  {
    name: 'what the engine has',
    script:
      'say([typeof Promise,typeof Map,typeof Proxy,typeof Symbol,typeof BigInt,typeof [].flat,typeof Object.fromEntries,typeof "".padStart,typeof "".replaceAll,typeof DataView,typeof globalThis])',
    lines: ['function,function,function,function,function,function,function,function,function,function,object'],
  },
  {
    name: 'JSON.parse makes __proto__ an own key, and reads big numbers as doubles',
    script:
      'var o=JSON.parse(\'{"__proto__":1,"b":18446744073709551617,"c":1e400}\');say([Object.keys(o),JSON.stringify(o.b),o.c])',
    lines: ['__proto__,b,c,18446744073709552000,Infinity'],
  },
  {
    name: 'JSON.stringify leaves 0x7f to 0xff alone',
    script: 'say(JSON.stringify("\\u007f\\u00e9").length)',
    lines: ['4'],
  },
  {
    name: 'the strings that the firmware uses',
    script: 'say(["abc".startsWith("b",1),"abc".substr(-2),"abc"[1],"".charCodeAt(0),{}.hasOwnProperty("a")])',
    lines: ['true,bc,b,NaN,false'],
  },
  {
    name: 'a timer wants its ms',
    script: 'try{setTimeout(function(){})}catch(e){say(e)}',
    lines: ['TypeError: "delay" argument must be a number'],
  },
  {
    name: 'clearTimeout wants a number, and no known one',
    script: 'try{clearTimeout(undefined)}catch(e){say(e)};clearTimeout(999);say("fine")',
    lines: ['TypeError: "id" argument must be a number', 'fine'],
  },
  {
    name: 'a timer passes no arguments and no this',
    script: 'setTimeout(function(a){say([a,this,arguments.length])},1,"x")',
    lines: [',,0'],
  },
  {
    name: 'ids grow and are not used again',
    script: 'var a=setTimeout(function(){},1);clearTimeout(a);var b=setTimeout(function(){},1);say([typeof a,b>a])',
    lines: ['number,true'],
  },
  {
    name: 'timers of equal time fire in the order they were set, those of 0 ms a turn later',
    script: 'setTimeout(function(){say("a");setTimeout(function(){say("c")},0)},5);setTimeout(function(){say("b")},5)',
    lines: ['a', 'b', 'c'],
  },
  {
    name: 'setInterval catches up after a call that blocks',
    script:
      'var n=0,t=setInterval(function(){if(++n===1){delay(305);return}if(n===26){clearInterval(t);say(millis()-at<450)}},10),at=millis()',
    lines: ['true'],
  },
  {
    name: 'an interval may be cleared in its own callback',
    script: 'var t=setInterval(function(){clearInterval(t);say("once");setTimeout(function(){say("goes on")},20)},5)',
    lines: ['once', 'goes on'],
  },
  {
    name: 'the time of a timer is counted from the beginning of the turn, however long the turn takes',
    script: 'setTimeout(function(){delay(50);var set=millis();setTimeout(function(){say(millis()-set<20)},40)},5)',
    lines: ['true'],
  },
  {
    name: 'an exception in a callback is printed with its place, and ends an interval',
    script: '\nvar n=0;setInterval(function(){\nn++;nobody()},5);setTimeout(function(){say(n)},40)',
    lines: ['ReferenceError: nobody is not defined', '  at <anonymous>:2', '1'],
  },
  {
    name: 'print shows objects over lines, and text as it is',
    script: 'print("a",1,{b:"c",d:[]},"\\n")',
    lines: ['a 1 {', "  b: 'c',", '  d: []', '} '],
  },
  {
    name: 'console.log ends its line',
    script: 'console.log("a",true,null,undefined,new Uint8Array(1),function(){})',
    lines: ['a true null undefined Uint8Array [', '  0', '] [Function]'],
  },
  {
    name: 'print writes 0x80 and above as UTF-8',
    script: 'print("\\u00e9\\n")',
    lines: ['\u00e9'],
  },
  {
    name: 'atob makes bytes, btoa text',
    script: 'say([atob("AQI=").length,btoa("\\u0001\\u0002")])',
    lines: ['2,AQI='],
  },
  {
    name: 'TextEncoder and TextDecoder know ascii as bytes',
    script:
      'say([new TextEncoder("ascii").encode("\\u00e9")[0],new TextEncoder().encode("\\u00e9").length,new TextDecoder("ascii").decode(new Uint8Array([233])).charCodeAt(0)])',
    lines: ['233,2,233'],
  },
  {
    name: 'String.fromCharCode.apply takes typed arrays',
    script: 'say(String.fromCharCode.apply(null,new Uint8Array([72,105])))',
    lines: ['Hi'],
  },
  {
    name: 'process tells the version and the modules',
    script: 'say([process.version,process.builtin_modules.indexOf("fs")>=0,typeof process.env,typeof process.on])',
    lines: ['1.2.1,true,undefined,undefined'],
  },
  {
    name: 'a module that is none',
    script: 'try{require("nobody")}catch(e){say(e)}',
    lines: ['Error: Failed to load module: nobody'],
  },
  { name: 'modules are loaded once', script: 'say(require("fs")===require("fs"))', lines: ['true'] },
  {
    name: 'a SystemError has errno and a text',
    script: 'try{throw new SystemError(2)}catch(e){say([e instanceof Error,e.errno,e.message])}',
    lines: ['true,-2,No such file or directory'],
  },
  {
    name: 'seed wants a number',
    script: 'try{seed()}catch(e){say(e)}',
    lines: ['TypeError: "seed" argument must be a number'],
  },
  {
    name: 'seed makes Math.random draw the same again',
    script: 'seed(7);var a=Math.random();seed(7);say(a===Math.random())',
    lines: ['true'],
  },
  {
    name: 'the constants of pins',
    script: 'say([HIGH,LOW,INPUT,OUTPUT,INPUT_PULLUP,INPUT_PULLDOWN,LOW_LEVEL,HIGH_LEVEL,FALLING,RISING,CHANGE])',
    lines: ['1,0,0,1,2,3,1,2,4,8,12'],
  },
  {
    name: 'pins want numbers',
    script: 'try{digitalWrite("1",1)}catch(e){say(e)};try{pinMode(1,"output")}catch(e){say(e)}',
    lines: ['TypeError: "pin" argument must be a number or number[]', 'TypeError: "mode" argument must be a number'],
  },
  {
    name: 'files: bytes only, renamed over another, gone',
    script:
      'var f=require("fs");f.writeFile("/a",new Uint8Array([1,2]));f.writeFile("/b",new Uint8Array([3]));f.rename("/a","/b");say([f.readFile("/b"),f.exists("/a"),f.exists("b")]);f.unlink("/b");try{f.readFile("/b")}catch(e){say([e.errno,e.message])}',
    lines: ['1,2,false,true', '-2,No such file or directory'],
  },
  {
    name: 'files: a text is refused, and an empty file is left',
    script: 'var f=require("fs");try{f.writeFile("/t","x")}catch(e){say(e)};say([f.exists("/t")])',
    lines: ['TypeError: "buffer" argument must be an TypedArray', 'true'],
  },
]
