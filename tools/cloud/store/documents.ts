import type { Database } from 'node-sqlite3-wasm'
import { plain } from '../log/log-text.ts'
import { createMemoryStore } from './memory-store.ts'
import type { Documents, FieldDocuments, MessageStore, QueuedMessage, Store } from '../model/documents.ts'
import { isKind, readDocument } from './read-document.ts'
import { UnreadableRow } from './schema.ts'
import type { Writer } from './writer.ts'

const sql = {
  put: 'INSERT INTO document (kind, key, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
  remove: 'DELETE FROM document WHERE kind = ? AND key = ?',
  putField:
    'INSERT INTO field (kind, key, name, json) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
  removeFields: 'DELETE FROM field WHERE kind = ? AND key = ?',
  addMessage: 'INSERT INTO message (id, device, topic, payload, time, packet) VALUES (?, ?, ?, ?, ?, ?)',
  sentMessage: 'UPDATE message SET packet = ? WHERE id = ?',
  removeMessage: 'DELETE FROM message WHERE id = ?',
} as const

/** A store that reads from memory and lets a Writer write its changes to the database. */
export function keepDocuments(db: Database, writer: Writer): Store {
  const memory = createMemoryStore()
  for (const row of db.all('SELECT kind, key, json FROM document')) {
    const kind = String(row['kind'])
    // Kinds that this program does not know are ignored.
    if (isKind(kind)) memory.write(kind, String(row['key']), readWhole(kind, String(row['key']), String(row['json'])))
  }
  for (const { kind, key, fields } of readFields(db)) memory.merge(kind, key, fields)
  const putFields = (kind: string, key: string, fields: object): void => {
    for (const [name, value] of Object.entries(fields)) {
      writer.put(sql.putField, [kind, key, name, JSON.stringify(value)])
    }
  }
  return {
    ...memory,
    messages: keepMessages(db, writer),
    whenStored: writer.whenStored,
    trouble: () => writer.trouble?.message,
    isBehind: () => writer.isBehind,
    write(kind, key, document) {
      memory.write(kind, key, document)
      if (hasFields(kind)) {
        writer.put(sql.removeFields, [kind, key])
        return putFields(kind, key, document)
      }
      writer.put(sql.put, [kind, key, JSON.stringify(document)], `${kind} ${key}`)
    },
    remove(kind, key) {
      memory.remove(kind, key)
      if (hasFields(kind)) return writer.put(sql.removeFields, [kind, key])
      writer.put(sql.remove, [kind, key], `${kind} ${key}`)
    },
    merge(kind, key, fields) {
      memory.merge(kind, key, fields)
      putFields(kind, key, fields)
    },
  }
}

const fieldKinds = Object.keys({
  ...{ reported: 0, desired: 0 },
} satisfies Record<keyof FieldDocuments, 0>) as (keyof FieldDocuments)[]

/** Whether each field of a kind's documents has a row of its own. */
function hasFields(kind: keyof Documents): kind is keyof FieldDocuments {
  return fieldKinds.some((one) => one === kind)
}

/** Reads what this program wrote. Throws UnreadableRow if it is something else by now. */
function readWhole<Kind extends keyof Documents>(kind: Kind, key: string, json: string): Documents[Kind] {
  const document = readDocument(kind, json)
  if (typeof document !== 'string') return document
  throw new UnreadableRow(`the document ${kind} ${plain(key)}: ${document}`)
}

/** Reads the fields one by one. */
function* readFields(db: Database) {
  for (const kind of fieldKinds) {
    for (const row of db.all('SELECT key, name, json FROM field WHERE kind = ?', [kind])) {
      const key = String(row['key'])
      const json = `{${JSON.stringify(String(row['name']))}:${String(row['json'])}}`
      yield { kind, key, fields: readWhole(kind, key, json) }
    }
  }
}

function keepMessages(db: Database, writer: Writer): MessageStore {
  // Several readers want the list at the start, before anything changes, and it may be many megabytes: it is read once.
  let atStart: QueuedMessage[] | undefined = readMessages(db)
  return {
    list() {
      if (atStart !== undefined) return atStart
      writer.flush()
      return readMessages(db)
    },
    add({ id, device, topicName, payload, queuedAtMs, packetId = null }) {
      atStart = undefined
      writer.put(sql.addMessage, [id, device, topicName, payload, queuedAtMs, packetId])
    },
    sent(id, packetId) {
      atStart = undefined
      writer.put(sql.sentMessage, [packetId, id])
    },
    remove(id) {
      atStart = undefined
      writer.put(sql.removeMessage, [id])
    },
  }
}

function readMessages(db: Database): QueuedMessage[] {
  return db.all('SELECT id, device, topic, payload, time, packet FROM message ORDER BY id').map((row) => ({
    id: Number(row['id']),
    device: String(row['device']),
    topicName: String(row['topic']),
    payload: row['payload'] as Uint8Array,
    queuedAtMs: Number(row['time']),
    ...(row['packet'] === null ? {} : { packetId: Number(row['packet']) }),
  }))
}
