export declare function unmarkShadowed(tree: object, code: string): string
