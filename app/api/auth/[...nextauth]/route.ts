export { GET, POST } from '../../../../lib/web/session';
