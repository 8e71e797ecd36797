import { expect } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { contractDocument, field, type Answer, type ServiceUnderTest } from './running-service.js';

export const PLANS = '/disaster-recovery/plans';

export type Document = Readonly<Record<string, Json>>;

/** A field that holds a text; the test fails where it does not. */
export function text(value: Json, name: string): string {
  const found = field(value, name);
  if (typeof found !== 'string') throw new Error(`${name} is no text in ${JSON.stringify(value)}`);
  return found;
}

export function expectRefusal(answer: Answer, status: number, error: string, details: object = {}): void {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status, body: { error, details } });
}

/** A plan of its own for a test, as it was when it was made, and requests about it. */
export class PlanUnderTest {
  private constructor(
    private readonly service: ServiceUnderTest,
    readonly id: string,
    readonly tag: string,
  ) {}

  static async create(service: ServiceUnderTest, document: Document): Promise<PlanUnderTest> {
    const { body, headers } = await service.call('POST', PLANS, { body: document });
    return new PlanUnderTest(service, text(body, 'plan_id'), headers.get('etag')!);
  }

  get(path = '', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.service.call('GET', `${PLANS}/${this.id}${path}`, { headers });
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.service.call('POST', `${PLANS}/${this.id}${path}`, { body });
  }

  put(body: unknown, ifMatch: string | null = this.tag, token?: string): Promise<Answer> {
    const headers: Record<string, string> = ifMatch === null ? {} : { 'if-match': ifMatch };
    return this.service.call('PUT', `${PLANS}/${this.id}`, { body, headers, ...(token ? { token } : {}) });
  }

  archive(headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.service.call('DELETE', `${PLANS}/${this.id}`, { headers });
  }

  async failover(): Promise<string> {
    const { request } = await contractDocument('2-initiate-failover');
    return text((await this.post('/failover', request)).body, 'failover_id');
  }
}
