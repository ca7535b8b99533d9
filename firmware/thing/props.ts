declare global {
  /** The properties of the product; `npm run types -- model.json` writes them. */
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by that file
  interface ThingModel {}
  /** Those of them that the cloud may set. */
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by that file
  interface ThingModelSet {}
}

/** Values by property name: any JSON where there are no types of the thing model. */
export type Props = keyof ThingModel extends never ? { readonly [name: string]: unknown } : Partial<ThingModel>

/** A property set. Without types of the thing model its values are unchecked: anything may be there. */
export interface PropsMessage {
  readonly id: string
  readonly method?: string
  readonly version?: string
  readonly params: keyof ThingModel extends never ? { readonly [name: string]: any } : Partial<ThingModelSet> // eslint-disable-line @typescript-eslint/no-explicit-any -- as the SDK has it
}

/** What a handler took: all where it returns nothing; a list of names, those; a text refuses the set with this text. */
export type Took = void | readonly string[] | string
