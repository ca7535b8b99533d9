// What stands around the simulated board: a DS18B20 on D4. 模拟板周围的器件：D4 上的 DS18B20。
export default (bench) => bench.oneWire('D4', bench.ds18b20({ temperature: 21 }))
