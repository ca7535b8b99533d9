import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBoard } from '../../../tools/board/board.ts'
import type { PutOnBench } from '../../../tools/board/partners/bench.ts'
import { makeBench } from '../../../tools/board/partners/make-bench.ts'
import { profiles } from '../../../tools/board/profile.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

/** A board that runs a script with these things around it. */
function boardWith(put: PutOnBench, script: string) {
  const { bench, partners } = makeBench(profiles.esp32)
  void put(bench)
  const clock = createVirtualClock()
  const printed: string[] = []
  const board = createBoard({
    ...{ script, partners, clock, transport: createMemoryNetwork(clock) },
    onPrint: (line) => printed.push(line),
  })
  board.boot()
  const value = (source: string): unknown => JSON.parse(String(board.evaluate(`JSON.stringify(${source})`)))
  return { board, bench, clock, dials: partners.dials, printed, value }
}

/** As Espruino's module HTU21D does it: three bytes, whose checksum it goes through bit by bit. */
const hygrometer = `
I2C1.setup({scl:D22,sda:D21});
function check(v,c){var d=v<<8|c,p=1<<23;for(var i=0;i<16;i++){if(d&p)d^=0x988000;d<<=1}if(d)throw new Error("CRC Error")}
function measure(command){I2C1.writeTo(0x40,command);var d=I2C1.readFrom(0x40,3),r=d[0]<<8|d[1];check(r,d[2]);return r&0xfffc}
function degrees(){return -46.85+175.72*measure(0xe3)/65536}
function percent(){return -6+125*measure(0xe5)/65536}
function user(v){if(v!==undefined)I2C1.writeTo(0x40,[0xe6,v]);return I2C1.readReg(0x40,0xe7,1)[0]}
`

test('a hygrometer measures what its dials say, and keeps its register until it is reset', () => {
  const { value, dials } = boardWith(
    (bench) => bench.i2c(0x40, bench.htu21d({ temperature: -7.5, humidity: 81 })),
    hygrometer,
  )
  const near = (got: unknown, wanted: number): void =>
    assert.ok(Math.abs(Number(got) - wanted) < 0.02, `${String(got)}`)
  near(value('degrees()'), -7.5)
  near(value('percent()'), 81)
  assert.ok(dials.set('HTU21D 0x40 temperature', 31))
  assert.ok(dials.set('HTU21D 0x40 humidity', 400), 'turned to its end')
  near(value('degrees()'), 31)
  near(value('percent()'), 100)
  assert.deepEqual(value('[user(),user(0x83),(I2C1.writeTo(0x40,0xfe),user())]'), [2, 0x83, 2])
  assert.deepEqual(dials.list().map(({ name, unit, value: shown }) => `${name} ${shown} ${unit}`), ['HTU21D 0x40 temperature 31 °C', 'HTU21D 0x40 humidity 100 %']) // prettier-ignore
})

test('an address where nobody is throws what the chip throws', () => {
  const { value } = boardWith((bench) => bench.i2c(0x40, bench.htu21d()), `
    function says(f){try{f()}catch(e){return e.toString()}}I2C1.setup({scl:D22,sda:D21});`) // prettier-ignore
  assert.equal(value('says(function(){I2C1.writeTo(0x41,1)})'), "Error: jshI2CWrite: slave doesn't ACK the transfer")
})

/** As Espruino's module MAX6675 does it. */
const thermocouple = `
SPI1.setup({miso:D19,sck:D18,baud:1000000});var soft=new SPI();soft.setup({miso:D19,sck:D18});
function probe(spi,cs){var d=spi.send("\\0\\0",cs),r=d.charCodeAt(0)<<8|d.charCodeAt(1);return r&4?"open":(r>>3)/4}
`

test('thermocouples are told apart by the pin that selects them, at ports of the chip and in software', () => {
  const { value, board } = boardWith((bench) => {
    bench.spi('D5', bench.max6675({ temperature: 210.25, name: 'oven' }))
    bench.spi('D15', bench.max6675({ isOpen: true }))
  }, thermocouple)
  assert.deepEqual(value('[probe(SPI1,D5),probe(soft,D5),probe(SPI1,D15)]'), [210.25, 210.25, 'open'])
  assert.deepEqual(value('[].slice.call(SPI1.send([0,0]))'), [255, 255], 'none is selected')
  assert.equal(board.pin('D5'), 1)
  assert.deepEqual(value('(digitalWrite(D15,1),digitalWrite(D5,0),[].slice.call(SPI1.send([0,0])))'), [26, 72])
})

test('a device takes what is written and shifted out while it is selected, and acts when that ends', () => {
  const got: string[] = []
  let bytes: number[] = []
  boardWith((bench) => {
    bench.spi('D5', {
      select: () => (bytes = []),
      transfer: (byte) => bytes.push(byte),
      deselect: () => got.push(bytes.join()),
    })
  }, `
    SPI1.setup({sck:D18,mosi:D23});
    SPI1.write(9,"A",[1,{data:2,count:2}],D5);
    SPI1.write(7);
    digitalWrite(D5,0);shiftOut(D13,{clk:D14,repeat:8},[1,0x81]);shiftOut(D13,{clk:D14},[1,0,1,0,0,0,0,1]);digitalWrite(D5,1);
    SPI1.send4bit(0xC1,1,3,D5);
  `) // prettier-ignore
  assert.deepEqual(got, ['9,65,1,2,2', '128,129,161', '51,17,17,19'])
})

/** As Espruino's module GPS does it: lines, whose checksum is right. */
const receiver = `
Serial2.setup(9600,{rx:D16,tx:D17});var lines=[],rest="";
Serial2.on("data",function(d){rest+=d;var at;while((at=rest.indexOf("\\n"))>=0){lines.push(rest.substr(0,at-1));rest=rest.substr(at+1)}});
function right(line){var s=0;for(var i=1;i<line.length-3;i++)s^=line.charCodeAt(i);return parseInt(line.substr(-2),16)==s}
`

test('a GPS receiver tells each second where its dials put it, until the power is cut', () => {
  const { board, clock, dials, value } = boardWith((bench) => bench.serial('D16', bench.gps({ latitude: -33.5, longitude: 7.25 })), receiver) // prettier-ignore
  clock.advance(1100)
  dials.set('GPS D16 latitude', 60.125)
  clock.advance(1000)
  const [first, second] = value('lines') as string[]
  assert.match(first ?? '', /^\$GPGGA,000001\.00,3330\.0000,S,00715\.0000,E,1,08,1\.0,20\.0,M,0\.0,M,,\*/)
  assert.match(second ?? '', /^\$GPGGA,000002\.00,6007\.5000,N,/)
  assert.deepEqual(value('lines.map(right)'), [true, true])
  board.powerOff()
  clock.advance(5000)
  board.boot()
  clock.advance(1100)
  assert.match(String(value('lines[0]')), /^\$GPGGA,000001/, 'it has power with the board')
})

test('a device at a serial port answers; a port in software is found by its pin; what Serial1 gets is printed', () => {
  const { clock, printed, value } = boardWith((bench) => {
    const echo = { receive: (bytes: Uint8Array, line: { send(data: Uint8Array): void }) => line.send(bytes.toReversed()) }
    bench.serial('Serial2', echo)
    bench.serial('D25', echo)
  }, `var got=["",""],soft=new Serial();soft.setup(1200,{rx:D25,tx:D26});
      [Serial2,soft].forEach(function(s,i){s.on("data",function(d){got[i]+=d});s.write("abc",[1])});
      Serial1.print("to the ");Serial1.println("console");`) // prettier-ignore
  clock.advance(100)
  assert.deepEqual(value('got'), ['\x01cba', '\x01cba'])
  assert.deepEqual(printed, ['to the console'])
})

test('the chip itself has a temperature, with a dial', () => {
  const { value, dials } = boardWith((bench) => bench.chip({ temperature: 12 }), 'var first=E.getTemperature()')
  assert.equal(value('first'), 12)
  dials.set('chip temperature', 55.5)
  assert.equal(value('E.getTemperature()'), 55.5)
})

test('a voltage is there before the script begins, and a thermometer on a wire', () => {
  const { value } = boardWith((bench) => {
    bench.analog('D34', 0.25)
    bench.oneWire('D4', bench.ds18b20({ serial: 1 }), bench.ds18b20({ serial: 2 }))
  }, 'var first=analogRead(D34)')
  assert.equal(value('first'), 0.25)
  assert.equal(value('new OneWire(D4).search().length'), 2)
})
