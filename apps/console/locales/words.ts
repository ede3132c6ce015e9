/** The shape of a language: the same keys as the model, any text. */
export type Words<Model> = { readonly [Key in keyof Model]: Model[Key] extends string ? string : Words<Model[Key]> };
