/** The engine's own modules. Which a build has: `process.env.MODULES`. */
declare function require(name: 'Storage'): StorageModule
declare function require(name: 'Flash'): FlashModule
declare function require(name: 'heatshrink'): HeatshrinkModule
declare function require(name: 'Wifi'): WifiModule
declare function require(name: 'net'): NetModule
declare function require(name: 'tls'): TlsModule
declare function require(name: 'http'): HttpModule
declare function require(name: 'dgram'): DgramModule
declare function require(name: 'crypto'): CryptoModule
declare function require(name: 'neopixel'): NeopixelModule
/** Any other, such as DS18B20: the build says how it comes into the script. */
declare function require(name: string): any
