import { Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { NotificationNotFoundError } from '#persistence/notification-errors.js';
import { NotificationDeliveryRepository } from '#persistence/repositories/notification-delivery-repository.js';
import { RequiresPermission } from '#security/access.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { readCursor } from './cursor.js';
import { limitOf, NotificationQueryDto } from './notification-query.dto.js';
import { notificationPageView, notificationView } from './notification.view.js';
import { UuidPipe } from './uuid.pipe.js';

const NOTIFICATION_ID = new UuidPipe((id) => new NotificationNotFoundError(id));

@Controller('disaster-recovery/notifications')
export class NotificationsController {
  constructor(private readonly deliveries: NotificationDeliveryRepository) {}

  /** Newest first. `status=dead` is what has been given up. */
  @Get()
  @RequiresPermission('execution.read')
  async list(@Query(new DocumentPipe(NotificationQueryDto, 'Notification query')) query: NotificationQueryDto) {
    const limit = limitOf(query);
    const found = await this.deliveries.list({
      status: query.status ?? null,
      planId: query.plan_id ?? null,
      after: query.cursor === undefined ? null : readCursor(query.cursor),
      limit: limit + 1,
    });
    return notificationPageView(found, limit);
  }

  /** 202: a worker delivers it again, under the same id. */
  @Post(':notification_id/redeliver')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async redeliver(@Param('notification_id', NOTIFICATION_ID) id: string) {
    return notificationView(await this.deliveries.redeliver(id));
  }
}
