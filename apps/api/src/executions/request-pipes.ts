import { ExecutionNotFoundError } from '#persistence/errors.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { CommentDto, ReasonedDto, ResolveDto } from './intervention.dto.js';

export const EXECUTION_ID = new PathIdPipe((id) => new ExecutionNotFoundError(id));
export const COMMENT = new DocumentPipe(CommentDto, 'Request', { mayBeAbsent: true });
export const REASON = new DocumentPipe(ReasonedDto, 'Request', { mayBeAbsent: true });
export const RESOLUTION = new DocumentPipe(ResolveDto, 'Request', { mayBeAbsent: true });
