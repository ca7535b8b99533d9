export declare const engineTypes: string
export declare function hashFile(file: string): string | undefined
export declare function declarationsFor(entry: string): string[]
