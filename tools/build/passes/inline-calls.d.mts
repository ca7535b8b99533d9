export declare function inlineCalls(ours: object, foreign: object, code: string): { readonly code: string }
