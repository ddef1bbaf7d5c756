import { SHAPES } from '../../app/ui/svg-icon';

/** Classes that decide who sees an element, or what it means. */
const BEHAVIOUR =
  /^(hidden|invisible|sr-only|select-all|save-bar|dotted|username|punctuated|link|btn-(primary|error)|alert-(?!soft)\w+|badge-(?!soft)\w+|text-(error|success|warning)|.+:.*(hidden|block|flex|grid|sr-only|underline|border|static|opacity-.*)!?)$/;

/** Made by React, part of the layout, or in the outline as a name or a description. */
const LEFT_OUT =
  /^(class|style|id|for|srcset|sizes|width|height|fetchpriority|action|data-dpl-id|aria-(describedby|labelledby|controls|label))$/;

/** What every element of its kind has, so that only an exception is worth a word. */
const USUAL: [selector: string, attributes: Record<string, string>][] = [
  ['input, select', { 'aria-invalid': 'false' }],
  ['input:not([type=hidden], [type=checkbox], [type=file], [hidden])', { spellcheck: 'false', autocapitalize: 'none' }],
  ['form[method=post i]', { enctype: 'multipart/form-data', method: 'POST', 'aria-busy': 'false' }],
  ['button', { type: 'submit' }],
  ['svg, img', { 'aria-hidden': 'true' }],
];

const WITHIN_TEXT = new Set(['bdi', 'wbr', 'time', 'code', 'svg', 'path']);
const CONTROLS = 'input, select, button, textarea';

/**
 * A page as text: a line for each element that has a meaning, with its name, description and attributes. Whatever only
 * lays the page out is left out.
 */
export function outlineOf(element: Element): string[] {
  if (element.matches('script, style, template, link[rel=stylesheet], link[rel=preload], [name^="$ACTION"]')) return [];
  if (element.matches('svg')) return [textOfIcon(element)];
  if (element.matches('[aria-hidden=true]') && !element.textContent?.trim()) return [];
  if (isGivenWithField(element)) return [...element.querySelectorAll('img')].map(nameOf);
  const name = nameOf(element);
  const isPlain = /^(div|span|section|label|fieldset)$/.test(name);
  if (element.matches('select')) return [name, ...[...element.children].map((option) => `  ${lineOf(option)}`)];
  if (element.matches(CONTROLS)) return [name];
  const control = element.matches('label') && element.querySelector(CONTROLS);
  if (control) return isPlain ? [nameOf(control)] : [name, `  ${nameOf(control)}`];
  if (hasOnlyText(element)) return isPlain && !textOf(element) ? [] : [lineOf(element)];
  const lines = [...element.childNodes].flatMap((node) => {
    if (node.nodeType === 1) return outlineOf(node as Element);
    const text = node.nodeType === 3 && squeezed(node.textContent).trim();
    return text ? [text] : [];
  });
  if (element.matches('[role=status], [role=alert]')) return [[name, ...lines].map((line) => line.trim()).join(' / ')];
  if (isPlain) return lines;
  return lines.length === 1 ? [`${name} > ${lines[0]}`] : [name, ...lines.map((line) => `  ${line}`)];
}

const lineOf = (element: Element) => `${nameOf(element)} ${textOf(element)}`.trim();

const squeezed = (text: string | null) => (text ?? '').replace(/\s+/g, ' ');

const NAMES = Object.fromEntries(Object.entries(SHAPES).map(([name, shape]) => [shape, name]));

function textOfIcon(icon: Element): string {
  const name = NAMES[icon.firstElementChild?.getAttribute('d') ?? ''];
  const colour = [...icon.classList].find((name) => /^text-(error|success|warning)$/.test(name));
  const text = [name ?? 'picture', ...(colour ? [colour.slice(5)] : [])].join(', ');
  return icon.getAttribute('aria-hidden') === 'true' ? `(${text})` : `(${text}, read out)`;
}

/** A label or a hint. */
function isGivenWithField(element: Element): boolean {
  if (element.matches('label'))
    return !element.querySelector(CONTROLS) && (element as HTMLLabelElement).control !== null;
  if (element.id === '' || element.matches('[role=alert]')) return false;
  return (
    element.ownerDocument.querySelector(`[aria-describedby~="${element.id}"], [aria-labelledby~="${element.id}"]`) !==
    null
  );
}

const hasOnlyText = (element: Element) =>
  [...element.getElementsByTagName('*')].every(
    (part) =>
      WITHIN_TEXT.has(part.localName) ||
      (part.localName === 'span' && part.id === '' && !part.hasAttribute('aria-live')),
  );

function nameOf(element: Element): string {
  const id = /^_R_/.test(element.id) || element.id === '' ? '' : `#${element.id}`;
  const classes = [...element.classList].filter((name) => BEHAVIOUR.test(name)).map((name) => `.${name}`);
  const name = element.getAttribute('aria-label') ?? textOfIds(element, 'aria-labelledby') ?? labelOf(element);
  const description = textOfIds(element, 'aria-describedby');
  return [
    element.localName + id + classes.join(''),
    ...(name === undefined ? [] : [`"${name}"`]),
    ...(description === undefined ? [] : [`(${description})`]),
    ...attributesOf(element),
  ].join(' ');
}

function attributesOf(element: Element): string[] {
  const usual = Object.assign({}, ...USUAL.filter(([selector]) => element.matches(selector)).map(([, usual]) => usual));
  const missing = Object.keys(usual).filter(
    (name) => !element.hasAttribute(name) && !/^(aria-.*|type|method)$/.test(name),
  );
  const special = [...element.attributes].filter(({ name, value }) => !LEFT_OUT.test(name) && usual[name] !== value);
  return [
    ...special
      .map(({ name, value }) => (value === '' && !/^(alt|value|href)$/.test(name) ? name : `${name}=${quoted(value)}`))
      .sort(),
    ...missing.map((name) => `no-${name}`),
  ];
}

function quoted(value: string): string {
  const text = value.startsWith('data:text') ? decodeURIComponent(value) : value;
  return /^[^\s"]+$/.test(text) ? text : JSON.stringify(text);
}

function labelOf(element: Element): string | undefined {
  if (element.matches('[hidden], [type=hidden]') || !element.matches(CONTROLS)) return undefined;
  if (element.matches('button')) return textOf(element);
  return [...((element as HTMLInputElement).labels ?? [])].map(textOf).join(' | ');
}

function textOfIds(element: Element, attribute: string): string | undefined {
  const ids = element.getAttribute(attribute)?.split(' ');
  const texts = ids?.map((id) => element.ownerDocument.getElementById(id));
  return texts?.map((text) => (text ? textOf(text) : 'nothing')).join(' | ');
}

/** Marks text that has a direction of its own, times, and what isn't for everyone. */
function textOf(element: Element): string {
  const parts = [...element.childNodes].map((node) => {
    if (node.nodeType === 3) return squeezed(node.textContent);
    if (node.nodeType !== 1) return '';
    const part = node as Element;
    if (part.matches(`${CONTROLS}, img, wbr`)) return '';
    if (part.matches('svg')) return `${textOfIcon(part)} `;
    const name = nameOf(part);
    if (part.matches('bdi, time, code')) return `<${name}>${textOf(part)}</>`;
    if (name === 'span') return part.matches('.block') ? ` ${textOf(part)}` : textOf(part);
    return ` [${name} ${textOf(part)}] `;
  });
  return squeezed(parts.join(element.matches('.dotted') ? ' · ' : '')).trim();
}
