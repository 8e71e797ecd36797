import type { PipeTransform } from '@nestjs/common';

const PUBLIC_ID = /^[A-Za-z0-9_-]{1,100}$/;

/** An id from the path. What can not be one names nothing, and does not get as far as the database. */
export class PathIdPipe implements PipeTransform<string, string> {
  constructor(private readonly notFound: (id: string) => Error) {}

  transform(id: string): string {
    if (!PUBLIC_ID.test(id)) throw this.notFound(id.slice(0, 200));
    return id;
  }
}
