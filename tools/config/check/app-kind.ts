/**
 * What the configuration is for: the switch, properties on pins, whichever of the two it has a section of, an application of the
 * user's own, or one that gives its identity itself (`device(options)`).
 */
export type AppKind = 'switch' | 'properties' | 'by-section' | 'own' | 'own-identity'
