/** English texts, with {0}, {1} ... for their values, and what another language says for each. */
export type Catalogue = Readonly<Record<string, string>>
