import { Optional, Text } from '../validation/validation.js';

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
