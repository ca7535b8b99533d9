export declare function calls(device: object): void
