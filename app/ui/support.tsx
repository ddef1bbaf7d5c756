import { supportContact } from '../../lib/settings';
import { translations } from '../../lib/web/translations';

/** Where to get help, for people who are stuck. */
export function Support() {
  const contact = supportContact();
  if (!contact) return null;
  return (
    <p className="mt-5">
      {translations('error')('help')}{' '}
      <a href={contact.href} className="link">
        <bdi dir="ltr">{contact.text}</bdi>
      </a>
    </p>
  );
}
