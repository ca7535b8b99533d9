import type { Documents, FieldDocuments, MessageStore, QueuedMessage, Store } from '../model/documents.ts'

/** A store that ends with the process. */
export function createMemoryStore(): Store {
  const byField: { readonly [Kind in keyof FieldDocuments]: FieldShelf<FieldDocuments[Kind]> } = {
    reported: new FieldShelf(),
    desired: new FieldShelf(),
  }
  const documents: { readonly [Kind in keyof Documents]: Shelf<Documents[Kind]> } = {
    ...byField,
    device: new Map(),
    tags: new Map(),
    shadow: new Map(),
    session: new Map(),
    firmware: new Map(),
    config: new Map(),
    logs: new Map(),
    run: new Map(),
  }
  return {
    read: (kind, key) => documents[kind].get(key),
    write: (kind, key, document) => void documents[kind].set(key, document),
    remove: (kind, key) => void documents[kind].delete(key),
    list: (kind) => [...documents[kind].values()],
    field: (kind, key, name) => byField[kind].field(key, name),
    merge: (kind, key, fields) => byField[kind].merge(key, fields),
    messages: createMemoryMessages(),
    whenStored: (then) => then(),
    trouble: () => undefined,
    isBehind: () => false,
  }
}

/** The part of a Map that the store uses. */
interface Shelf<Document> {
  get(key: string): Document | undefined
  set(key: string, document: Document): unknown
  delete(key: string): unknown
  values(): Iterable<Document>
}

/** Documents that are kept field by field; a whole one is built when it is read. */
class FieldShelf<Field> implements Shelf<Record<string, Field>> {
  private readonly documents = new Map<string, Map<string, Field>>()

  get(key: string): Record<string, Field> | undefined {
    const fields = this.documents.get(key)
    return fields === undefined ? undefined : Object.fromEntries(fields)
  }

  set(key: string, document: Record<string, Field>): void {
    this.documents.set(key, new Map(Object.entries(document)))
  }

  delete(key: string): void {
    this.documents.delete(key)
  }

  values(): Record<string, Field>[] {
    return [...this.documents.values()].map((fields) => Object.fromEntries(fields))
  }

  field(key: string, name: string): Field | undefined {
    return this.documents.get(key)?.get(name)
  }

  merge(key: string, changes: Record<string, Field>): void {
    const fields = this.documents.get(key) ?? new Map<string, Field>()
    this.documents.set(key, fields)
    for (const [name, value] of Object.entries(changes)) fields.set(name, value)
  }
}

function createMemoryMessages(): MessageStore {
  const messages = new Map<number, QueuedMessage>()
  return {
    list: () => [...messages.values()],
    add: (message) => void messages.set(message.id, message),
    sent(id, packetId) {
      const message = messages.get(id)
      if (message !== undefined) messages.set(id, { ...message, packetId })
    },
    remove: (id) => void messages.delete(id),
  }
}
