/** What a TLS listener shows: a certificate chain and its key, PEM. */
export interface TlsIdentity {
  readonly cert: string
  readonly key: string
}
