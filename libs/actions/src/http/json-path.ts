import type { Json, JsonObject } from '#domain/json.js';

type Select = (value: Json) => readonly Json[];
type Test = (value: Json) => boolean;
type Compare = (found: Json, wanted: Json) => boolean;

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const INDEX = /-?(?:0|[1-9]\d{0,8})/y;
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?/y;
const WORD = /true|false|null/y;
const OPERATOR = /==|!=|<=|>=|<|>/y;

const COMPARE: Readonly<Record<string, Compare>> = {
  '==': (found, wanted) => found === wanted,
  '!=': (found, wanted) => found !== wanted,
  '<': inOrder((order) => order < 0),
  '<=': inOrder((order) => order <= 0),
  '>': inOrder((order) => order > 0),
  '>=': inOrder((order) => order >= 0),
};

/** The text is no path that is understood here; the message says where it ceases to be one. */
export class JsonPathError extends Error {}

/**
 * Values at a path of JSONPath (RFC 9535), as much of it as assertions need: `.name`, `['name']`, `[0]`, `[-1]`, `.*`,
 * `[*]` and filters such as `[?@.role=='leader' && @.lag<1024]` or `[?@.tags]`. No slices, no `..`, no functions.
 * @throws JsonPathError
 */
export function parseJsonPath(text: string): (value: Json) => readonly Json[] {
  return new Parser(text).parse();
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  parse(): Select {
    this.expect('$');
    const selects = this.segments(() => this.selector());
    if (this.at < this.text.length) this.fail();
    return (value) => selects.reduce<readonly Json[]>((values, select) => values.flatMap(select), [value]);
  }

  private segments(inBrackets: () => Select): Select[] {
    const selects: Select[] = [];
    for (;;) {
      if (this.skip('.')) selects.push(this.skip('*') ? children : child(this.take(NAME)));
      else if (this.skip('[')) {
        selects.push(inBrackets());
        this.expect(']');
      } else return selects;
    }
  }

  private selector(): Select {
    if (this.skip('*')) return children;
    if (!this.skip('?')) return this.nameOrIndex();
    const tests = [this.test()];
    while (this.skip('&&')) tests.push(this.test());
    return (value) => children(value).filter((one) => tests.every((test) => test(one)));
  }

  private nameOrIndex(): Select {
    const quoted = this.maybe(QUOTED);
    return quoted === null ? item(Number(this.take(INDEX))) : child(unquote(quoted));
  }

  private test(): Test {
    this.expect('@');
    const path = this.segments(() => this.nameOrIndex());
    const found: Select = (value) => path.reduce<readonly Json[]>((values, select) => values.flatMap(select), [value]);
    this.spaces();
    const operator = this.maybe(OPERATOR);
    if (operator === null) return (value) => found(value).length > 0;
    const compare = COMPARE[operator]!;
    const wanted = this.literal();
    // What is not there is not equal to anything.
    return (value) => {
      const values = found(value);
      return values.length === 0 ? operator === '!=' : values.every((one) => compare(one, wanted));
    };
  }

  private literal(): Json {
    this.spaces();
    const quoted = this.maybe(QUOTED);
    if (quoted !== null) return unquote(quoted);
    return JSON.parse(this.maybe(WORD) ?? this.take(NUMBER)) as Json;
  }

  private skip(token: string): boolean {
    this.spaces();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private expect(token: string): void {
    if (!this.skip(token)) this.fail();
  }

  private maybe(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  private take(pattern: RegExp): string {
    return this.maybe(pattern) ?? this.fail();
  }

  private spaces(): void {
    while (this.text[this.at] === ' ') this.at++;
  }

  private fail(): never {
    throw new JsonPathError(`is no path from character ${this.at + 1} on`);
  }
}

const children: Select = (value) => (Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []);

function child(name: string): Select {
  return (value) => (isObject(value) && Object.hasOwn(value, name) ? [value[name]!] : []);
}

function item(index: number): Select {
  return (value) => {
    const found = Array.isArray(value) ? (value.at(index) as Json | undefined) : undefined;
    return found === undefined ? [] : [found];
  };
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Numbers are compared with numbers and texts with texts; everything else has no order. */
function inOrder(is: (order: number) => boolean): Compare {
  return (found, wanted) => {
    if (typeof found === 'number' && typeof wanted === 'number') return is(found - wanted);
    if (typeof found === 'string' && typeof wanted === 'string')
      return is(found < wanted ? -1 : Number(found > wanted));
    return false;
  };
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}
