/** What may arrive on a topic instead of a message: none of it is JSON of a message that means anything, and much is meant to hurt. */
export const garbage: readonly string[] = [
  ...['', '{', '[', '0', '-1', 'null', 'true', '""', '"text"', '[]', '{}', '{}{}', '{"method":"reply"}x', '\0', '\xff\xfe'],
  ...['{"payload":null}', '{"payload":"x"}', '{"payload":[]}', '{"payload":{"content":null}}', '{"params":null}'],
  ...['{"params":"x"}', '{"params":{"content":null}}', '{"params":{"content":"x"}}', '{"params":{"content":{"mode":"1"}}}'],
  ...['-5', '0.5', '1e400', '9007199254740993', '18446744073709551617', '"7"', '{}', '[1]'].map(
    (version) => `{"method":"reply","payload":{"status":"success"},"version":${version}}`,
  ),
  '{"__proto__":{"version":1e9},"hasOwnProperty":1}',
  '{"id":"1","code":"200","data":{"content":{"mode":[1]}}}',
  '{"a":'.repeat(300),
  '['.repeat(1500),
  `[${'1,'.repeat(900)}1]`,
  `"${'\\u0000'.repeat(300)}"`,
  'x'.repeat(2500),
]
