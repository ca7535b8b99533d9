import type { Database } from 'node-sqlite3-wasm'
import { isJsonObject, readJson, type JsonObject, type JsonValue } from '../model/json.ts'

/** PRAGMA user_version of the files that this program writes. */
export const schemaVersion = 2

/** A row cannot be read, or not be converted from an older version. */
export class UnreadableRow extends Error {}

/** What leads from each version to the next; the first step creates the tables in an empty file. */
const steps: readonly ((db: Database) => void)[] = [makeVersion1, toVersion2]

export function versionOf(db: Database): number {
  return Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0)
}

/** Converts the tables to this version, completely or not at all. Throws UnreadableRow. */
export function migrate(db: Database): void {
  const version = versionOf(db)
  if (version === schemaVersion) return
  db.exec('BEGIN')
  try {
    for (const step of steps.slice(version)) step(db)
    db.exec(`PRAGMA user_version = ${schemaVersion}; COMMIT`)
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function makeVersion1(db: Database): void {
  db.exec(`
    CREATE TABLE document (kind TEXT, key TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
    CREATE TABLE history (
      id INTEGER PRIMARY KEY, device TEXT NOT NULL, identifier TEXT NOT NULL, time INTEGER NOT NULL, value TEXT NOT NULL
    );
    CREATE INDEX history_by_time ON history (device, identifier, time);
    CREATE TABLE log (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, device TEXT, type TEXT NOT NULL, json TEXT NOT NULL);
    CREATE INDEX log_by_device ON log (device, id);
  `)
}

/**
 * Waiting messages have a row each; before, all those of a device were in the document of its session. So have reported
 * and desired values. History gets its order and an index by time, for trimming; the log gets an index by type.
 */
function toVersion2(db: Database): void {
  db.exec(`
    CREATE TABLE message (
      id INTEGER PRIMARY KEY, device TEXT NOT NULL, topic TEXT NOT NULL, payload BLOB NOT NULL, time INTEGER NOT NULL,
      packet INTEGER
    );
    CREATE TABLE field (kind TEXT, key TEXT, name TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, key, name)) WITHOUT ROWID;
    ALTER TABLE history ADD COLUMN sort INTEGER NOT NULL DEFAULT 0;
    UPDATE history SET sort = time;
    DROP INDEX history_by_time;
    CREATE INDEX history_by_order ON history (device, identifier, sort);
    CREATE INDEX history_by_age ON history (time);
    CREATE INDEX log_by_type ON log (type, id);
    CREATE INDEX log_by_device_and_type ON log (device, type, id);
    CREATE INDEX history_ahead ON history (sort - time) WHERE sort <> time;
  `)
  for (const kind of ['reported', 'desired']) splitDocuments(db, kind)
  for (const { key, document } of documents(db, 'session')) {
    const { queue, ...session } = document
    for (const message of Array.isArray(queue) ? queue : []) addMessage(db, key, message)
    db.run('UPDATE document SET json = ? WHERE kind = ? AND key = ?', [JSON.stringify(session), 'session', key])
  }
}

/** Moves each field of a kind's documents into a row of its own. */
function splitDocuments(db: Database, kind: string): void {
  for (const { key, document } of documents(db, kind)) {
    for (const [name, field] of Object.entries(document)) {
      if (!isJsonObject(field)) throw new UnreadableRow(`${name} in ${kind} ${key} is not a JSON object`)
      db.run('INSERT INTO field (kind, key, name, json) VALUES (?, ?, ?, ?)', [kind, key, name, JSON.stringify(field)])
    }
  }
  db.run('DELETE FROM document WHERE kind = ?', [kind])
}

function addMessage(db: Database, device: string, message: JsonValue): void {
  const { topicName, payload, queuedAtMs, packetId } = isJsonObject(message) ? message : {}
  if (typeof topicName !== 'string' || typeof payload !== 'string' || typeof queuedAtMs !== 'number') {
    throw new UnreadableRow(`a message for ${device} is none`)
  }
  const packet = typeof packetId === 'number' ? packetId : null
  const values = [device, topicName, Buffer.from(payload, 'base64'), queuedAtMs, packet]
  db.run('INSERT INTO message (device, topic, payload, time, packet) VALUES (?, ?, ?, ?, ?)', values)
}

function documents(db: Database, kind: string): { key: string; document: JsonObject }[] {
  return db.all('SELECT key, json FROM document WHERE kind = ?', [kind]).map(({ key, json }) => {
    const document = readJson(String(json))
    if (isJsonObject(document)) return { key: String(key), document }
    throw new UnreadableRow(`${kind} ${String(key)} is not a JSON object`)
  })
}
