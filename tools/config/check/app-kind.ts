/**
 * What the configuration is for: the switch, properties on pins, the same with desired properties, whichever of these it asks for,
 * an application of the user's own, or one that gives its identity itself (`device(options)`).
 */
export type AppKind =
  'switch' | 'properties' | 'switch-desired' | 'properties-desired' | 'by-section' | 'own' | 'own-identity'
