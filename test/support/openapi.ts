import { readFileSync } from 'node:fs';
import type { Json } from '#domain/json.js';
import { SchemaMatcher, type Schema } from './json-schema.js';

interface Reference {
  readonly $ref?: string;
}

interface Response extends Reference {
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema; readonly example?: Json }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

interface RawOperation {
  readonly operationId: string;
  readonly description?: string;
  readonly security: readonly object[];
  readonly parameters?: readonly (Parameter & Reference)[];
  readonly requestBody?: { readonly required: boolean; readonly content: NonNullable<Response['content']> };
  readonly responses: Readonly<Record<string, Response>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly responses: Readonly<Record<string, Response>>;
    readonly headers: Readonly<Record<string, object>>;
  };
}

export interface DocumentedOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  /** Answers for as long as there is something to tell. */
  readonly isStream: boolean;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly schema: Schema; readonly example?: Json } | null;
  /** JSON alone. */
  readonly examples: Readonly<Record<string, Json>>;
}

/** What an answer is compared by. */
export interface ObservedAnswer {
  readonly status: number;
  readonly body: Json;
  /** Without its parameters; null: the answer says none. Absent: nobody has looked. */
  readonly mediaType?: string | null;
}

const JSON_TYPE = 'application/json';

/** The committed document, read as whoever writes a client reads it. */
export class ApiDescription {
  readonly matcher: SchemaMatcher;
  readonly operations: readonly DocumentedOperation[];

  constructor(readonly document: Document) {
    this.matcher = new SchemaMatcher(document.components.schemas);
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => this.operationAt(method, path, operation)),
    );
  }

  static committed(): ApiDescription {
    const url = new URL('../../docs/openapi.json', import.meta.url);
    return new ApiDescription(JSON.parse(readFileSync(url, 'utf8')) as Document);
  }

  operation(id: string): DocumentedOperation {
    const found = this.operations.find((operation) => operation.id === id);
    if (!found) throw new Error(`the document has no operation ${id}`);
    return found;
  }

  /** What an answer has that the document does not say, or lacks of what it says. */
  faults({ method, path }: DocumentedOperation, { status, body, mediaType }: ObservedAnswer): readonly string[] {
    const { responses } = this.document.paths[path]![method.toLowerCase()]!;
    const listed = responses[String(status)];
    if (listed === undefined) return [`${status} is not listed: ${JSON.stringify(body)}`];
    const response = this.response(listed);
    if (mediaType !== undefined && !isListed(mediaType, response)) return [`${status} is of type ${mediaType}`];
    const schema = response.content?.[JSON_TYPE]?.schema;
    if (schema !== undefined) return this.matcher.faults(schema, body, true);
    return response.content === undefined && body !== null ? [`${status} has a body`] : [];
  }

  private operationAt(method: string, path: string, raw: RawOperation): DocumentedOperation {
    const { operationId, description = '', security, parameters = [], requestBody, responses } = raw;
    const body = requestBody?.content[JSON_TYPE];
    const examples = Object.entries(responses).flatMap(([status, response]) => {
      const example = response.content?.[JSON_TYPE]?.example;
      return example === undefined ? [] : [[status, example] as const];
    });
    return {
      id: operationId,
      method: method.toUpperCase(),
      path,
      isPublic: security.length === 0,
      isStream: responses['200']?.content?.['text/event-stream'] !== undefined,
      description,
      parameters: parameters.map((given) =>
        given.$ref === undefined ? given : this.document.components.parameters[lastOf(given.$ref)]!,
      ),
      body: body ? { required: requestBody!.required, ...body } : null,
      examples: Object.fromEntries(examples),
    };
  }

  private response(given: Response): Response {
    return given.$ref === undefined ? given : this.document.components.responses[lastOf(given.$ref)]!;
  }
}

function isListed(mediaType: string | null, { content }: Response): boolean {
  return mediaType === null ? content === undefined : content?.[mediaType] !== undefined;
}

function lastOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}
