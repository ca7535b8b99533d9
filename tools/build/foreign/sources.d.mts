export declare const engineTypes: Readonly<Record<'espruino' | 'kaluma', string>>
export declare function hashFile(file: string): string | undefined
export declare function declarationsFor(entry: string, runtime?: 'espruino' | 'kaluma'): string[]
