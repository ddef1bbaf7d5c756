import { deviceName } from '../../lib/device-name';
import { currentLocale } from '../../lib/web/translations';

export const describeDevice = (userAgent: string) => deviceName(userAgent, currentLocale());
