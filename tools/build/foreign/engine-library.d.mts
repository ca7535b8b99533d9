export declare const members: ReadonlyMap<string, ReadonlySet<string>>
export declare const globals: ReadonlySet<string>
