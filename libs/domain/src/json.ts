/** A value that survives a round trip through JSON unchanged; everything kept in the journal is one. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
