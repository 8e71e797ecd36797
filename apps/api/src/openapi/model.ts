import type { Json } from '#domain/json.js';
import type { Permission } from '#security/identity.js';
import type { LimitName } from '../limits/rate-limited.js';

type TypeName = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';

/** The part of JSON Schema 2020-12 that this document is written in; test/support/json-schema.ts checks the same part. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: TypeName | readonly TypeName[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly default?: Json;
}

export type Schemas = Readonly<Record<string, Schema>>;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Answer {
  readonly description: string;
  readonly schema?: Schema;
  /** `application/json` when it is not said. */
  readonly mediaType?: string;
  /** Names in components.headers. */
  readonly headers?: readonly string[];
  readonly example?: Json;
}

interface RequestBody {
  readonly schema: Schema;
  readonly required: boolean;
  readonly example?: Json;
}

/** A route as people describe it; what all routes of its sort have in common is added by operation.ts. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  /** Unique; clients that are generated from the document name their functions by it. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** Null: anybody may ask. */
  readonly permission: Permission | null;
  readonly limit?: LimitName;
  /** False: an Idempotency-Key is passed over, because nothing of the request may be kept. */
  readonly repeatable?: boolean;
  /** Names in components.parameters; those of the path need not be named. */
  readonly parameters?: readonly string[];
  readonly query?: Readonly<Record<string, Schema>>;
  readonly body?: RequestBody;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Codes of the errors that are this route's own. */
  readonly errors?: readonly string[];
}

/** One family of routes. */
export interface Tag {
  readonly name: string;
  readonly description: string;
  readonly routes: readonly Route[];
}

export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema; readonly example?: Json }>>;
}

export interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export type Reference = { readonly $ref: string };

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly security: readonly object[];
  readonly parameters?: readonly (ParameterObject | Reference)[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: Json }>>;
  };
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly contact: { readonly name: string };
    readonly license: { readonly name: string; readonly identifier: string };
  };
  readonly servers: readonly { readonly url: string; readonly description: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Schemas;
    readonly parameters: Readonly<Record<string, ParameterObject>>;
    readonly headers: Readonly<Record<string, { readonly description: string; readonly schema: Schema }>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}
