import type { ComponentChildren } from 'preact'
import { useWords } from '../language.ts'
import type { PlatformEvent } from '../../cloud/model/events.ts'
import type { RecordOf, Records } from './use-records.ts'

interface Props<Type extends PlatformEvent['type']> {
  records: Records<Type>
  /** What is there instead while there is nothing. */
  empty: ComponentChildren
  children: (record: RecordOf<Type>) => ComponentChildren
}

/** What the log has, a row each, newest first, and a button for older ones. */
export function Rows<Type extends PlatformEvent['type']>({ records, empty, children }: Props<Type>) {
  const words = useWords()
  const { entries, older, said } = records
  return (
    <>
      {said === '' ? null : <p role="alert">{said}</p>}
      {entries?.length === 0 ? empty : null}
      {entries === undefined || entries.length === 0 ? null : <ol class="packets">{entries.map(children)}</ol>}
      {older === undefined ? null : (
        <button type="button" class="plain" onClick={older}>
          {words.log.older}
        </button>
      )}
    </>
  )
}
