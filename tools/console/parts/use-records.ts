import { useEffect, useState } from 'preact/hooks'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { CallError, get } from '../api.ts'
import { useExplain } from './explain.ts'
import type { PlatformEvent } from '../../cloud/model/events.ts'
import type { LogEntry } from '../../cloud/model/records.ts'

type EventType = PlatformEvent['type']

/** How many events of each type the page has heard of; `again` counts how often it had to begin anew. */
export type News = Readonly<Partial<Record<EventType | 'again', number>>>

export type RecordOf<Type extends EventType> = LogEntry & { readonly event: Extract<PlatformEvent, { type: Type }> }

export interface Records<Type extends EventType> {
  /** Newest first; undefined until they are read. */
  readonly entries: readonly RecordOf<Type>[] | undefined
  /** Reads older ones, too; undefined where there are none. */
  readonly older: (() => void) | undefined
  /** Why they could not be read; empty if they were. */
  readonly said: string
}

/** How many are read at first and with each step, and at most. */
const [stepRows, mostRows] = [50, 500]

/** What the log has of these types about a device; read again as news of them come. */
export function useRecords<Type extends EventType>(
  device: DeviceName,
  types: readonly Type[],
  news: News,
): Records<Type> {
  const explain = useExplain()
  const [entries, setEntries] = useState<readonly RecordOf<Type>[]>()
  const [limit, setLimit] = useState(stepRows)
  const [said, setSaid] = useState('')
  const heard = [...types, 'again' as const].reduce((sum, type) => sum + (news[type] ?? 0), 0)
  useEffect(() => {
    let isOver = false
    const isOurs = (entry: LogEntry): entry is RecordOf<Type> => types.some((type) => type === entry.event.type)
    get('/api/log', { ...nameOf(device), types: types.join(), limit }).then(
      (read) => {
        if (isOver) return
        setEntries(read.entries.filter(isOurs))
        setSaid('')
      },
      (error: unknown) => {
        if (!(error instanceof CallError)) throw error
        if (!isOver) setSaid(explain(error))
      },
    )
    return () => void (isOver = true)
  }, [device.productKey, device.deviceName, types.join(), limit, heard])
  const hasMore = entries?.length === limit && limit < mostRows
  return { entries, said, older: hasMore ? () => setLimit(limit + stepRows) : undefined }
}
