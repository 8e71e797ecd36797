import { Injectable, type PipeTransform } from '@nestjs/common';

/** What PostgreSQL's integer holds, and more versions than a plan ever has. */
export function isVersionNumber(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text);
}

/** A version from the path. What can not be one is the number of a version that no plan has. */
@Injectable()
export class VersionPipe implements PipeTransform<string, number> {
  transform(version: string): number {
    return isVersionNumber(version) ? Number(version) : 0;
  }
}
