import { DOUBT_RESOLUTIONS, type DoubtResolution } from '#domain/execution/journal-entry.js';
import { OneOf, Optional, Text } from '../validation/validation.js';

const COMMENT = { max: 2000 };

/** What is done against the runbook needs a reason. */
export class ReasonedDto {
  @Text(COMMENT)
  comment: string;
}

export class CommentDto {
  @Optional()
  @Text(COMMENT)
  comment?: string | null;
}

export class ResolveDto {
  @OneOf(DOUBT_RESOLUTIONS)
  resolution: DoubtResolution;

  @Text(COMMENT)
  comment: string;
}
