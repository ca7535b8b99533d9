import type { ConfigFile } from '../check/check-config.ts'

/**
 * Returns the JSON text to put on a board: as short as possible, text as raw UTF-8 (the boards' JSON.parse cuts \u4e2d to one
 * byte), without `$schema`, which only editors read, and `board`, which only the tools read, and with a certificate as the
 * base64 that the firmware takes.
 */
export function toDeviceJson(config: ConfigFile): Buffer {
  const content = { ...config, $schema: undefined, board: undefined }
  return Buffer.from(
    JSON.stringify(content, (key, value: unknown) =>
      key === 'ca' && typeof value === 'string' ? toDer(value) : value,
    ),
  )
}

/** Returns what is between the first and the last line of a PEM, without line ends (RFC 7468); other text as it is. */
function toDer(certificate: string): string {
  const [, base64 = certificate] = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(certificate) ?? []
  return base64.replaceAll(/\s/g, '')
}
