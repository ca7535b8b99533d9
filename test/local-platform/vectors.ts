import type { SignMethod } from '../../tools/cloud/login/password.ts'

/** One signed login whose password is known from a source other than our code. */
export interface Vector {
  readonly name: string
  readonly productKey: string
  readonly deviceName: string
  readonly deviceSecret: string
  readonly clientId: string
  readonly timestamp?: string
  readonly signMethod: SignMethod
  readonly password: string
}

const triple = {
  productKey: 'a1B2c3D4e5F',
  deviceName: 'plug01',
  deviceSecret: '0123456789abcdef0123456789abcdef',
} as const

/** Published, produced by Aliyun's SDKs, or computed with another program; hex in the case it was printed in. */
export const vectors: readonly Vector[] = [
  {
    name: 'community article, hmacsha1',
    productKey: 'a14Xib5kdYd',
    deviceName: 'light1983432',
    deviceSecret: 'oLyaKqVxtRvjH284LdhqVgVUx1UPy6zq',
    clientId: 'SN1928339',
    timestamp: '1539421321846',
    signMethod: 'hmacsha1',
    password: 'b2488041f64f425016b467ee1c94959ebd592ad1',
  },
  {
    name: 'documentation page 73742, hmacsha1, upper case',
    productKey: 'pk',
    deviceName: 'device',
    deviceSecret: 'secret',
    clientId: '12345',
    timestamp: '789',
    signMethod: 'hmacsha1',
    password: 'FAFD82A3D602B37FB0FA8B7892F24A477F851A14',
  },
  {
    name: 'OpenAPI SDK comment, hmacmd5, upper case',
    productKey: 'a1PB5fp1234',
    deviceName: '868575026974305',
    deviceSecret: '1234',
    clientId: '868575026974305',
    timestamp: '1646277090411',
    signMethod: 'hmacmd5',
    password: '3BA0DFA4C477B40C007D84D30D6466CC',
  },
  {
    name: 'npm SDK 1.2.8, hmacsha1',
    ...triple,
    clientId: 'a1B2c3D4e5F&plug01',
    timestamp: '1700000000000',
    signMethod: 'hmacsha1',
    password: 'b2306ae4e07b5af3d52a4a3954aedf0c018b08cc',
  },
  {
    name: 'npm SDK 1.2.8 with a clientId option, hmacsha1',
    ...triple,
    clientId: 'plug01',
    timestamp: '1700000000000',
    signMethod: 'hmacsha1',
    password: '5b7c257d71317ec1f825f42ccad76cf2eefe64f4',
  },
  {
    name: 'C SDKs 4.2.0 and 3.2.0, hmacsha256, upper case',
    ...triple,
    clientId: 'a1B2c3D4e5F.plug01',
    timestamp: '2524608000000',
    signMethod: 'hmacsha256',
    password: '10E0FCA103F669DB1564220E6BE345007AA4F0C43161E2DD8AD63085504EE2B1',
  },
  {
    name: 'computed, hmacmd5',
    ...triple,
    clientId: 'plug01',
    timestamp: '1700000000000',
    signMethod: 'hmacmd5',
    password: 'db052b14490729fa2aed65035328776f',
  },
  {
    name: 'computed, hmacsha256',
    ...triple,
    clientId: 'plug01',
    timestamp: '1700000000000',
    signMethod: 'hmacsha256',
    password: '70ac663c586f245dcab0544e081b5cf721c8d9d3824c91f34ff636515c94779a',
  },
  {
    name: 'computed, hmacmd5 without timestamp',
    ...triple,
    clientId: 'plug01',
    signMethod: 'hmacmd5',
    password: 'dd53bec71e6178dbe294118eb7ca5da3',
  },
  {
    name: 'computed, hmacsha1 without timestamp',
    ...triple,
    clientId: 'plug01',
    signMethod: 'hmacsha1',
    password: '61c8149b8e699ebf9536c6ca61d1f4754486b6d7',
  },
  {
    name: 'computed, hmacsha256 without timestamp',
    ...triple,
    clientId: 'plug01',
    signMethod: 'hmacsha256',
    password: '2a557966dc465cf8c548aef0d95f5ba04480a9c9c1ff839d886f754d855c2278',
  },
  {
    name: "the console's one-click copy, hmacsha256",
    ...triple,
    clientId: 'a1B2c3D4e5F.plug01',
    timestamp: '1700000000000',
    signMethod: 'hmacsha256',
    password: '898d0e97fb7dab1903e40358713841e7ac5dc8801dc220db1d76ce6405b5e6a4',
  },
]
