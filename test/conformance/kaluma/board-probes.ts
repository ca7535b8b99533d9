import type { BoardProbe } from './board-probe.ts'

/** What only the board has: a radio, sockets, a watchdog. There is an open network "Home", nothing else, and no server. */
const asked: readonly Omit<BoardProbe, 'needs'>[] = [
  {
    name: 'the board names itself',
    script: 'say([board.name,board.uid.length])',
    lines: ['pico-w,16'],
  },
  {
    name: 'the LED wants a boolean',
    script:
      'var c=new (require("pico_cyw43").PicoCYW43)();c.putGpio(0,true);say(c.getGpio(0));try{c.putGpio(0,1)}catch(e){say(e)};try{c.putGpio(9,true)}catch(e){say(e)}',
    lines: ['true', 'TypeError: "value" argument must be a boolean', 'TypeError: GPIO pin is not exist'],
  },
  {
    name: 'without a network: errno -1, no details, and no socket',
    script:
      '__ieee80211dev.get_connection(function(e,i){say([e,i,__ieee80211dev.errno])});try{__netdev.socket("AF_INET","STREAM")}catch(e){say(e)}',
    lines: [',,-1', 'Error: WiFi is not connected.'],
  },
  {
    name: 'a join calls back before it returns, with null, and errno tells',
    script:
      '__ieee80211dev.connect({ssid:"Home",password:"",enforce:true},function(e){say([e,__ieee80211dev.errno])});say("returned");__ieee80211dev.get_connection(function(e,i){say([e,i.ssid,i.bssid,__ieee80211dev.errno])})',
    lines: [',0', 'returned', ',Home,,0'],
  },
  {
    name: 'a join of a network that is not there blocks 30 s, and its error is null, too',
    script:
      'var at=millis();__ieee80211dev.connect({ssid:"Gone",password:"",enforce:true},function(e){say([e,__ieee80211dev.errno,millis()-at>=30000])})',
    lines: [',-1,true'],
  },
  {
    name: 'who is joined already is not asked: 3 ms, errno 0, and the name of another network',
    script:
      'function join(n){__ieee80211dev.connect({ssid:n,password:"",enforce:true},function(){})};join("Home");var at=millis();join("Gone");say([__ieee80211dev.errno,millis()-at<100]);__ieee80211dev.get_connection(function(e,i){say(i.ssid)})',
    lines: ['0,true', 'Gone'],
  },
  {
    name: 'a scan blocks 2 s and lists names',
    script: 'var at=millis();__ieee80211dev.scan(function(e,l){say([e,l.length,l[0].ssid,millis()-at>=1500])})',
    lines: [',1,Home,true'],
  },
  {
    name: 'no server has the name: connect throws',
    script:
      '__ieee80211dev.connect({ssid:"Home",password:"",enforce:true},function(){});var f=__netdev.socket("AF_INET","STREAM");try{__netdev.connect(f,"nobody.test",1)}catch(e){say([e,__netdev.errno])}',
    lines: ['Error: DNS Error: IP is not found.,-1'],
  },
  {
    name: 'sixteen sockets',
    script:
      '__ieee80211dev.connect({ssid:"Home",password:"",enforce:true},function(){});var n=0;try{for(;;){__netdev.socket("AF_INET","STREAM");n++}}catch(e){say([n,e.errno])}',
    lines: ['16,-121'],
  },
  {
    name: 'write wants a text, and a socket that is connected',
    script:
      '__ieee80211dev.connect({ssid:"Home",password:"",enforce:true},function(){});var f=__netdev.socket("AF_INET","STREAM");try{__netdev.write(f,new Uint8Array(1))}catch(e){say(e)};__netdev.write(f,"x");say(__netdev.errno)',
    lines: ['TypeError: "data" argument must be a string', '-1'],
  },
  {
    name: 'a socket knows its number',
    script:
      '__ieee80211dev.connect({ssid:"Home",password:"",enforce:true},function(){});var f=__netdev.socket("AF_INET","STREAM"),s=__netdev.get(f);say([f,s.fd,s.ptcl,s.state,__netdev.get(5)])',
    lines: ['0,0,STREAM,0,'],
  },
  { name: 'the clock is not set', script: 'say([Date.now(),new Date().getTime()])', lines: ['0,0'] },
  {
    name: 'the chip has entropy',
    script: 'var a=require("rp2").randomBigInt();say([typeof a,a===require("rp2").randomBigInt()])',
    lines: ['bigint,false'],
  },
]

export const boardProbes: readonly BoardProbe[] = asked.map((probe) => ({ ...probe, needs: 'board' }))
