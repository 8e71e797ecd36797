import type { PipeTransform } from '@nestjs/common';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id from the path that the database keeps as uuid. What is none names nothing. */
export class UuidPipe implements PipeTransform<string, string> {
  constructor(private readonly notFound: (id: string) => Error) {}

  transform(id: string): string {
    if (!UUID.test(id)) throw this.notFound(id.slice(0, 200));
    return id.toLowerCase();
  }
}
