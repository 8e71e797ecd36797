export interface ApiAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface ApiRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ErrorBody {
  readonly error: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Speaks to one API process as one caller, and shows headers, too. */
export class ApiClient {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  async post<T>(path: string, { body, headers = {} }: ApiRequest = {}): Promise<ApiAnswer<T>> {
    const answer = await fetch(`${this.address}/disaster-recovery${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === '' ? null : JSON.parse(text)) as T };
  }
}
