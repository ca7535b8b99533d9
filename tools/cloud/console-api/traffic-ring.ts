import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { PacketSighting } from '../wire/packet-tap.ts'
import type { Platform } from '../platform/platform.ts'

/** The packets of a device before somebody looked: the first of its session, and the newest. */
export interface KeptTraffic {
  readonly packets: readonly PacketSighting[]
  /** How many packets between the two were not kept. */
  readonly missed: number
}

export interface TrafficRing {
  of(device: DeviceName): KeptTraffic
  close(): void
}

/** How many packets are kept of a device: of the first of its session, and of the newest. */
const [mostFirst, mostNewest] = [20, 100]
/** How much of a payload is kept, bytes. */
const longestPayload = 1024

interface Kept {
  first: PacketSighting[]
  newest: PacketSighting[]
  missed: number
}

/** Keeps traffic of every device in memory, with a limit for each. */
export function createTrafficRing(platform: Pick<Platform, 'onPacket' | 'onEvent'>): TrafficRing {
  const byKey = new Map<string, Kept>()
  const ends = [
    platform.onPacket((sighting) => {
      const key = deviceKey(sighting.device)
      const kept = byKey.get(key) ?? { first: [], newest: [], missed: 0 }
      byKey.set(
        key,
        sighting.packet.type === 'connect' ? withSession(kept, cut(sighting)) : withOne(kept, cut(sighting)),
      )
    }),
    platform.onEvent((event) => void (event.type === 'device-removed' && byKey.delete(deviceKey(event.device)))),
  ]
  return {
    of(device) {
      const { first, newest, missed } = byKey.get(deviceKey(device)) ?? { first: [], newest: [], missed: 0 }
      return { packets: [...first, ...newest], missed }
    },
    close() {
      for (const end of ends) end()
    },
  }
}

/** A CONNECT begins a session; packets from before it are kept as long as there is room. */
function withSession({ first, newest }: Kept, connect: PacketSighting): Kept {
  const before = [...first, ...newest].slice(-(mostNewest - mostFirst))
  return { first: [...before, connect], newest: [], missed: 0 }
}

function withOne(kept: Kept, sighting: PacketSighting): Kept {
  const begin = kept.first.findLastIndex(({ packet }) => packet.type === 'connect')
  if (begin >= 0 && kept.first.length - begin < mostFirst) kept.first.push(sighting)
  else if (kept.newest.push(sighting) > mostNewest) {
    kept.newest.shift()
    kept.missed++
  }
  return kept
}

/** The payload is copied, or the part that is cut off would stay in memory as well. */
function cut(sighting: PacketSighting): PacketSighting {
  const { payload } = sighting.packet
  if (payload === undefined) return sighting
  return { ...sighting, packet: { ...sighting.packet, payload: Buffer.from(payload.subarray(0, longestPayload)) } }
}
