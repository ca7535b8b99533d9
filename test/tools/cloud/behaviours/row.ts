import { test, type TestContext } from 'node:test'

/** The behaviours that a faithful stand-in must copy, by the names of their rows in docs/cloud.md. */
export const rows = [
  'CONNACK 1',
  'CONNACK 2',
  'CONNACK 3',
  'CONNACK 4',
  'CONNACK 5',
  'after refused CONNACK',
  'keepalive >1200',
  'keepalive timeout',
  'idle TCP without CONNECT',
  'second login same pk+dn',
  'SUBACK 0x80',
  'SUBACK granted QoS',
  'delivery QoS',
  'publish to forbidden/undefined topic',
  'retain / will / QoS 2 publish',
  'rate >30 msg/s',
  '>5 CONNECT/min',
  'post_reply',
  'unknown property',
  'payload not JSON on a thing topic',
  'property/set while offline',
  'auto-delivery',
  'dynreg',
  'securemode vs transport',
  'ext parsing',
  'password compare',
] as const

/** A test of one row; `what` says which part of it. */
export function row(name: (typeof rows)[number], what: string, check: (t: TestContext) => Promise<void> | void): void {
  test(`${name}: ${what}`, check)
}
