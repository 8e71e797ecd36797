import { Injectable } from '@nestjs/common';
import {
  ExecutionListRepository,
  type ExecutionPosition,
  type ListedExecution,
} from '#persistence/repositories/execution-list-repository.js';
import type { ExecutionListRequest } from './execution-list-query.dto.js';

export interface ExecutionPage {
  readonly items: readonly ListedExecution[];
  /** Where the next page begins; null on the last one. */
  readonly next: ExecutionPosition | null;
}

@Injectable()
export class ExecutionListService {
  constructor(private readonly executions: ExecutionListRepository) {}

  async page({ after, limit, ...filter }: ExecutionListRequest): Promise<ExecutionPage> {
    // One more than asked for tells whether there is more.
    const found = await this.executions.list(filter, after, limit + 1);
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? items.at(-1)!.position : null };
  }
}
