export declare function ourPath(id: string): string | undefined
export declare function isOurs(id: string): boolean
export declare function isLibrary(id: string): boolean
export declare function placeOfFunction(
  chunk: { readonly modules: Readonly<Record<string, { readonly code: string | null }>> },
  name: string,
): string
