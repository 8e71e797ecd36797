import { createHash } from 'node:crypto';
import type { OpenApiDocument, Operation, ParameterObject, Reference, ResponseObject } from './model.js';
import { schemaLine, schemaTable } from './page-schema.js';
import { PAGE_STYLE } from './page-style.js';
import { code, escaped, folded, inline, json, prose, table } from './page-text.js';

/** Nothing is loaded and nothing runs: of the page's own only this style. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The document for people, as one page. */
export function openApiPage(document: OpenApiDocument): string {
  const { title, version, description } = document.info;
  const groups = document.tags.map(({ name, description: about }) => tagSection(document, name, about));
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<h3 id="schema-${escaped(name)}">${escaped(name)}</h3>${prose(schema.description ?? '')}${schemaTable(schema)}`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>${escaped(title)} <span class="soft">${escaped(version)}</span></h1>
${prose(description)}
<p>The same for programs: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).
Send a token with every request but those of “service”: <code>Authorization: Bearer …</code></p>
${contents(document)}
${groups.join('\n')}
<section><h2 id="errors">Errors</h2>${errors(document)}</section>
<section><h2 id="schemas">Schemas</h2>${schemas.join('\n')}</section>
</body>
</html>
`;
}

function operations(document: OpenApiDocument, tag?: string): readonly (readonly [string, string, Operation])[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tag === undefined || tags.includes(tag))
      .map(([method, operation]) => [method, path, operation] as const),
  );
}

function contents(document: OpenApiDocument): string {
  const rows = operations(document).map(([method, path, { operationId, summary }]) => [
    `<span class="method">${method}</span>`,
    `<a href="#${escaped(operationId)}">${code(path)}</a>`,
    inline(summary),
  ]);
  return table(['method', 'address', ''], rows);
}

function tagSection(document: OpenApiDocument, tag: string, about: string): string {
  const all = operations(document, tag).map(([method, path, operation]) =>
    operationSection(document, method, path, operation),
  );
  return `<section><h2>${escaped(tag)}</h2>${prose(about)}${all.join('\n')}</section>`;
}

function operationSection(document: OpenApiDocument, method: string, path: string, operation: Operation): string {
  const { operationId, summary, description, requestBody } = operation;
  const sent = requestBody?.content['application/json'];
  const body =
    sent === undefined
      ? ''
      : `<h4>Body${requestBody!.required ? '' : ' (may be left out)'}</h4>${schemaTable(sent.schema)}${example(sent.example)}`;
  return `<article id="${escaped(operationId)}">
<h3><span class="method">${method}</span> ${code(path)}</h3>
<p><strong>${inline(summary)}</strong></p>${prose(description)}
${parameters(document, operation)}${body}
<h4>Answers</h4>${answers(document, operation)}
</article>`;
}

function example(value: unknown): string {
  return value === undefined ? '' : folded('Example', json(value));
}

function parameters(document: OpenApiDocument, { parameters: all = [] }: Operation): string {
  const rows = all.map((given) => {
    const { name, in: where, required, description = '', schema } = parameterOf(document, given);
    return [code(name), where, required ? 'yes' : '', schemaLine(schema), inline(schema.description ?? description)];
  });
  return table(['parameter', 'in', 'required', 'value', ''], rows);
}

function answers(document: OpenApiDocument, { responses }: Operation): string {
  const all = Object.entries(responses).map(([status, given]) => [status, responseOf(document, given)] as const);
  const rows = all.map(([status, { description, content = {} }]) => {
    const schemas = Number(status) < 400 ? Object.values(content).map(({ schema }) => schemaLine(schema)) : [];
    const examples = Object.values(content).map((media) => example(media.example));
    return [code(status), prose(description) + examples.join(''), schemas.join('')];
  });
  return table(['status', '', 'body'], rows);
}

function errors({ components }: OpenApiDocument): string {
  return table(
    ['code'],
    Object.values(components.schemas).flatMap(({ properties = {}, description = '' }) => {
      const code = properties['error']?.const;
      return typeof code === 'string' ? [[`<span id="error-${escaped(code)}">${inline(description)}</span>`]] : [];
    }),
  );
}

function parameterOf({ components }: OpenApiDocument, given: ParameterObject | Reference): ParameterObject {
  return '$ref' in given ? components.parameters[nameIn(given)]! : given;
}

function responseOf({ components }: OpenApiDocument, given: ResponseObject | Reference): ResponseObject {
  return '$ref' in given ? components.responses[nameIn(given)]! : given;
}

function nameIn({ $ref }: Reference): string {
  return $ref.slice($ref.lastIndexOf('/') + 1);
}
