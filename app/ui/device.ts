import { parseUserAgent } from '../../lib/adapters/user-agent';
import { deviceName } from '../../lib/device-name';
import { currentLocale } from '../../lib/web/translations';

/** The shape of the icon for a device. */
export const deviceShape = (userAgent: string) => (parseUserAgent(userAgent).isHandheld ? 'phone' : 'monitor');

export const describeDevice = (userAgent: string) => deviceName(userAgent, currentLocale());
