import type { Bytes } from './platform.ts'

/** Where the link goes. `connectPacket` is there whole: signing is slow on some boards, so it is done once. */
export interface Destination {
  readonly host: Bytes
  readonly port: number
  readonly tls: boolean
  readonly connectPacket: Bytes
}

/** What the link carries. */
export interface Cargo {
  /** The topic filter to subscribe first, which must be granted, and second, which is welcome. */
  topicFilter(second: boolean): Bytes
  /** A PUBLISH of the first topic arrived. Answers the note of a reply that is owed, '' for none. */
  onSet(payload: Bytes): Bytes
  /** Any other PUBLISH arrived. */
  onOther(topicName: Bytes, payload: Bytes): void
  /** The PUBLISH packet that a note stands for. */
  reply(note: Bytes): Bytes
  /** The next PUBLISH packet besides replies, '' when there is none. */
  nextPublish(): Bytes
  notice(what: 'ready' | 'second' | 'reboot'): void
}
