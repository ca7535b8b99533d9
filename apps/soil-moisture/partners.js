// What stands around the simulated board: a sensor in soil of 50 %. 模拟板周围的器件：湿度 50 % 的土壤中的传感器。
export default (bench) => bench.analog('D34', 0.575)
