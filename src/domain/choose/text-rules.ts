// Rules for text columns.
import type { Generator, Semantic } from '../generator.ts';
import { isCompany, isPerson, nameOf } from './entities.ts';
import { isRole } from './names.ts';
import { category, rule } from './rules.ts';
import type { Make, Rule } from './rules.ts';
import { codePattern, namedCode } from './patterns.ts';
import { listedFor, statusOf } from './categories.ts';
import { textTime } from './time-rules.ts';

/** Semantics that belong to a role's person, place, company or product. */
function semantic(of: Semantic): Make {
  return (_column, { role }) => semanticFor(of, role);
}

export function semanticFor(of: Semantic, role: string): Generator {
  return { kind: 'semantic', of, ...(role === '' ? {} : { role }) };
}

/** The text that says what something is: by what it describes. */
/** What a table of texts about things is about: `product_translation` has a product's name and description. */
function thingOf(subject: string): string {
  return subject.replace(/_(text|translation|content|info|description|i18n|localization)$/, '');
}

const description: Make = (column, { role, text }) => {
  const { maxLength } = column;
  const subject = thingOf(column.subject);
  if (/(^|_)(product|item|article|part|sku)$/.test(subject)) return semanticFor('PRODUCT_DESCRIPTION', role);
  if (/(^|_)category$/.test(subject)) return semanticFor('CATEGORY_DESCRIPTION', role);
  if (/(ticket|issue|incident|support|complaint|bug)/.test(subject)) return semanticFor('SUPPORT_TICKET', role);
  if (/(error|log|exception)/.test(subject)) return semanticFor('ERROR_MESSAGE', role);
  if (/^region$/.test(subject)) return semanticFor('REGION', role);
  if (/^territory$/.test(subject)) return semanticFor('CITY', role);
  if (maxLength < SHORT_TEXT) return semanticFor('TITLE', role);
  return semanticFor(maxLength >= LONG_TEXT && /^(long|overview|abstract|synopsis|details|information|about)/.test(text) ? 'PARAGRAPH' : 'SENTENCE', role);
};

/** Below this many characters a sentence has little room; below LONG_TEXT a paragraph has. */
const SHORT_TEXT = 60;
const LONG_TEXT = 400;

const title: Make = ({ subject, maxLength }, { role }) => {
  if (role !== '' ? isPerson(role) : isPerson(subject)) return semanticFor(maxLength < 6 ? 'TITLE_OF_COURTESY' : 'JOB_TITLE', role);
  const named = nameOf(thingOf(subject));
  return semanticFor(named === null || ['FULL_NAME', 'COMPANY', 'WORD', 'FILE_NAME', 'DOMAIN', 'CITY'].includes(named) ? 'TITLE' : named, role);
};

/** `<thing>_name`, or the name of the table's subject. */
const name: Make = ({ subject }, { text, role }) => {
  const entity = text.replace(/_?(name|nm)$/, '');
  if (entity !== '') {
    const named = nameOf(entity);
    return named === null ? listedNames(entity) : semanticFor(named, isRole(entity) && entity !== 'company' ? entity : role);
  }
  if (role !== '') return semanticFor(nameOf(role) ?? 'FULL_NAME', role);
  const named = nameOf(subject);
  if (named !== null) return semanticFor(named, '');
  return listedNames(subject) ?? semanticFor('TITLE', '');
};

/** Names of things that are few; null where we have no list of them. */
function listedNames(thing: string): Generator | null {
  const known = listedFor(/(^|_)(medication|medicine|drug)$/.test(thing) ? 'medication' : `${thing}_name`);
  return known === undefined ? null : category(known);
}

/** Cards have 13 digits at least; a shorter number is that of a club or a library. A CHECK of the length tells which card it is. */
const cardNumber: Make = ({ maxLength, bounds }, { role }) => {
  if (maxLength < 16) return null;
  return bounds.minLength === 16 ? { kind: 'pattern', regex: '4[0-9]{15}' } : semanticFor('CREDIT_CARD_NUMBER', role);
};

const email: Make = ({ subject, has }, { role }) => {
  if (role !== '') return semanticFor(isCompany(role) ? 'COMPANY_EMAIL' : 'EMAIL', role);
  const company = has(/^(company|company_name|organi[sz]ation)$/) || isCompany(subject);
  const person = isPerson(subject) || has(/^(first|last|full|sur)_?name$/);
  return semanticFor(company ? (person ? 'WORK_EMAIL' : 'COMPANY_EMAIL') : 'EMAIL', '');
};

const address: Make = ({ has }, { role }) => {
  const prefix = role === '' ? '' : `${role}_`;
  return semanticFor(has(new RegExp(`^${prefix}.*(city|town)$`)) ? 'STREET_ADDRESS' : 'FULL_ADDRESS', role);
};

const region: Make = ({ maxLength }, { role }) => semanticFor(maxLength <= 3 ? 'REGION_CODE' : 'REGION', role);
const country: Make = ({ maxLength }, { role }) => semanticFor(maxLength <= 3 ? 'COUNTRY_CODE' : 'COUNTRY', role);
const pattern = (regex: string): Make => () => ({ kind: 'pattern', regex });
const listed: Make = ({ subject }, { text }) => {
  if (text === 'name') return null;
  const known = listedFor(`${subject}_${text}`) ?? listedFor(text);
  return known === undefined ? null : category(known);
};

const PERSON_RULES: readonly Rule[] = [
  rule('first_?name|fname|given_?name|forename', semantic('FIRST_NAME')),
  rule('middle_?name|mname|middle_initials?|initials?', semantic('MIDDLE_NAME')),
  rule('last_?name|lname|surname|family_?name|maiden_?name', semantic('LAST_NAME')),
  rule('full_?name|display_?name|legal_name|fullname|contact|contact_person|cardholder|card_holder|name_on_card|account_holder|composer|author|director|writer|actor|[a-z]+_by|assignee|attn|employee|customer|client|salesperson|sales_rep|manager|owner|recipient|sender|attendee|instructor|teacher|doctor|patient|driver|guest|passenger|player', semantic('FULL_NAME')),
  rule('gender|sex', semantic('GENDER')),
  rule('title_of_courtesy|salutation|honorific|courtesy_title|name_prefix', semantic('TITLE_OF_COURTESY')),
  rule('job|job_?title|position|occupation|profession|job_role|designation|role_title', semantic('JOB_TITLE')),
  rule('department|dept|department_name|division|business_unit', semantic('DEPARTMENT')),
  rule('nationality|citizenship', semantic('NATIONALITY')),
  rule('language|language_name|native_language|mother_tongue|spoken_language', ({ maxLength }, { role }) => semanticFor(maxLength <= 5 ? 'LOCALE_CODE' : 'LANGUAGE', role)),
  rule('bio|biography|about|about_me|profile|self_description', semantic('BIOGRAPHY')),
  rule('ssn|social_security(_number)?', pattern('9[0-9]{2}-[0-9]{2}-[0-9]{4}')),
  rule('passport(_number|_no)?', pattern('[A-Z]{2}[0-9]{7}')),
  rule('extension|ext|phone_ext', pattern('[1-9][0-9]{2,3}')),
];

const CONTACT_RULES: readonly Rule[] = [
  rule('email|email_?(address|addr)|mail|mail_address', email),
  rule('work_email|business_email|corporate_email', semantic('WORK_EMAIL')),
  rule('(phone|telephone|tel|mobile|cell|cellphone|landline|whatsapp|phone_?number|mobile_?number|phone_?no|mobile_?phone|cell_?phone|home_phone|work_phone|contact_number|contact_no|telephone_number|msisdn)', semantic('PHONE')),
  rule('fax|fax_number|fax_no', semantic('FAX')),
  rule('user_?name|login|login_name|screen_name|handle|nick_?name|account_name|alias|twitter|instagram|github|skype', semantic('USERNAME')),
  rule('password|password_?hash|passwd|pwd|pass|hashed_password|encrypted_password|password_digest', semantic('PASSWORD_HASH')),
  rule('(salt|token|api_?key|secret|access_token|refresh_token|session_token|session_id|auth_token|hash|checksum|sha256|sha1|md5|etag|signature|private_key|public_key|key_hash|nonce|fingerprint|commit|commit_hash)', semantic('TOKEN')),
  rule('(image|photo|avatar|picture|thumbnail|logo|cover|icon|poster|banner)(_?(url|uri|link|src))?|img(_url)?|photo_path', ({ field }, { role }) => semanticFor(/path/i.test(field.name) ? 'FILE_PATH' : 'IMAGE_URL', role)),
  rule('(url|uri|website|web_?site|homepage|home_page|link|href|web|site|site_url|website_url|web_page|webhook|webhook_url|callback_url|redirect_url|referrer|referer|source_url|page_url)', semantic('URL')),
  rule('domain|domain_name|host|host_?name|server|fqdn', semantic('DOMAIN')),
  rule('ip|ip_?addr(ess)?|client_ip|remote_ip|remote_addr|last_ip|ipv4', semantic('IP_ADDRESS')),
  rule('ipv6|ipv6_address', semantic('IPV6_ADDRESS')),
  rule('mac|mac_?addr(ess)?', semantic('MAC_ADDRESS')),
  rule('user_agent|useragent|browser_agent', semantic('USER_AGENT')),
  rule('slug|permalink|url_key|handle_slug', semantic('SLUG')),
  rule('file_?name|filename|original_name|attachment', semantic('FILE_NAME')),
  rule('file_?path|path|directory|folder|location_path', semantic('FILE_PATH')),
  rule('mime_?type|content_type|media_mime', semantic('MIME_TYPE')),
  rule('version|app_version|semver|release_version|software_version|firmware(_version)?', semantic('SEMVER')),
  rule('locale|lang|lang_code|language_code|preferred_language|culture', semantic('LOCALE_CODE')),
];

const PLACE_RULES: readonly Rule[] = [
  rule('address|street_address|addr|address_?line_?1?|address_?1|addr1|line_?1|street_?1', address),
  rule('street|street_name|road', semantic('STREET_ADDRESS')),
  rule('address_?line_?[23]|address_?[23]|addr2|line_?2|street_?2|apartment|apt|suite|unit_number|address_complement', semantic('ADDRESS_LINE_2')),
  rule('room|room_(no|number|code)|office|office_number|classroom|desk|ward', pattern('[A-D][1-4][0-9]{2}')),
  rule('full_address|complete_address|mailing_address_full|location_address', semantic('FULL_ADDRESS')),
  rule('city|town|city_name|municipality|locality|place_of_birth|birth_?place|hometown|location|place|destination|origin|territory|district|venue_city', semantic('CITY')),
  rule('state|province|region|county|state_name|state_or_province|administrative_area|prefecture|canton', region),
  rule('state_abbr|state_code|region_code|province_code|state_abbreviation|state_short', semantic('REGION_CODE')),
  rule('zip|zip_?code|postal_?code|postcode|post_code|plz|cep|zip_postal', semantic('POSTAL_CODE')),
  rule('country|country_name|nation|country_of_(birth|origin)|birth_country', country),
  rule('country_?code|iso_?code|iso2?|iso_country|country_iso|cc', semantic('COUNTRY_CODE')),
  rule('continent|continent_name', semantic('CONTINENT')),
  rule('time_?zone|tz|timezone_name', semantic('TIME_ZONE')),
  rule('lat|latitude|geo_lat', semantic('LATITUDE')),
  rule('lng|lon|long|longitude|geo_l(ng|on)', semantic('LONGITUDE')),
];

const COMMERCE_RULES: readonly Rule[] = [
  rule('company|company_?name|organi[sz]ation|organi[sz]ation_name|employer|firm|business_name|vendor|supplier|supplier_name|vendor_name|merchant|merchant_name|manufacturer|shipper|carrier|store|shop|trade_name|insurer|agency|school|university|hospital|hotel|airline|team|home_team|away_team|opponent|club|sponsor|bank|bank_name', semantic('COMPANY')),
  rule('industry|sector|business_type|line_of_business', semantic('INDUSTRY')),
  rule('slogan|tagline|tag_line|catch_?phrase|motto|strapline', semantic('CATCH_PHRASE')),
  rule('brand|brand_name|make|car_make|maker', ({ subject }, { role }) => semanticFor(/(vehicle|car)$/.test(subject) ? 'VEHICLE' : 'BRAND', role)),
  rule('product|product_?name|item|item_?name|article|article_name|product_title|part_name', semantic('PRODUCT')),
  rule('model|model_name|vehicle|car|vehicle_model', ({ subject }, { role }) => (/(vehicle|car|rental)/.test(subject) ? semanticFor('VEHICLE', role) : { kind: 'pattern', regex: '[A-Z]{2}-[0-9]{3,4}' })),
  rule('category|category_name|product_category|product_type|sub_?category|item_category', semantic('PRODUCT_CATEGORY')),
  rule('colou?r|colou?r_name|eye_colou?r|hair_colou?r', ({ maxLength }, { role }) => semanticFor(maxLength === 7 ? 'HEX_COLOR' : 'COLOR', role)),
  rule('hex_?colou?r|colou?r_(hex|code)|background_colou?r', semantic('HEX_COLOR')),
  rule('size|clothing_size|shirt_size', semantic('SIZE')),
  rule('material|fabric', semantic('MATERIAL')),
  rule('sku|sku_code|product_code|item_code|article_number|item_number|product_number|part_number|part_no|style_code', semantic('SKU')),
  rule('barcode|bar_code|ean|ean13|gtin|upc', semantic('BARCODE')),
  rule('isbn|isbn_?13|isbn_?10', semantic('ISBN')),
  rule('quantity_per_unit|package_size|pack_size|packaging', semantic('QUANTITY_PER_UNIT')),
  rule('unit|uom|unit_of_measure|unit_name|measure|units', semantic('UNIT_OF_MEASURE')),
];

const FINANCE_RULES: readonly Rule[] = [
  rule('iban', semantic('IBAN')),
  rule('bic|swift|swift_code', semantic('BIC')),
  rule('(credit_)?card_?(number|no)|credit_card|cc_number|pan', cardNumber),
  rule('card_type|card_brand|credit_card_type|cc_type', semantic('CREDIT_CARD_TYPE')),
  rule('(card_)?last_?(4|four)(_digits)?', pattern('[0-9]{4}')),
  rule('cvv|cvc|security_code', pattern('[0-9]{3}')),
  rule('pin|pin_code', pattern('[0-9]{4}')),
  rule('currency|currency_?code|iso_currency|ccy|base_currency|quote_currency', semantic('CURRENCY_CODE')),
  rule('account_?(number|no|num)|bank_account|acct_no', semantic('ACCOUNT_NUMBER')),
  rule('routing_number|sort_code|bank_code|aba', pattern('[0-9]{9}')),
  rule('tax_?(id|number|no|code)|vat_?(id|number|no|code)|ein|tin|fiscal_code|company_number|registration_number', semantic('TAX_ID')),
  rule('payment_?(method|type|mode)|method_of_payment|pay_method|payment', semantic('PAYMENT_METHOD')),
];

const PROSE_RULES: readonly Rule[] = [
  rule('title|headline|heading|name_title', title),
  rule('subject|subject_line|topic|caption|short_title|page_title|meta_title|post_title|theme', semantic('TITLE')),
  rule('description|desc|long_description|short_description|details|detail|descr|product_description|item_description|summary|overview|abstract|synopsis|meta_description|excerpt|information|info', description),
  rule('review|review_(text|body|comment)|testimonial|feedback', semantic('REVIEW')),
  rule('comments?|comment_text|reply|remark|remarks|post_text|message|message_text|msg|chat_message|tweet', ({ subject }, { role }) => semanticFor(/(error|log|exception)/.test(subject) ? 'ERROR_MESSAGE' : /ticket|support/.test(subject) ? 'SUPPORT_TICKET' : /review|rating/.test(subject) ? 'REVIEW' : 'COMMENT', role)),
  rule('notes?|memo|annotation|special_instructions|instructions|internal_notes|delivery_instructions|reason|cancellation_reason|observation', semantic('NOTE')),
  rule('body|content|text|article_body|html|full_text|paragraph|story|essay|answer|lyrics|transcript|markdown|bodytext', ({ subject }, { role }) => semanticFor(/comment|message|reply|chat/.test(subject) ? 'COMMENT' : /review/.test(subject) ? 'REVIEW' : /ticket/.test(subject) ? 'SUPPORT_TICKET' : 'PARAGRAPH', role)),
  rule('sentence|quote|question|statement|prompt|hint|tip|fact', semantic('SENTENCE')),
  rule('error|error_message|exception|stack_trace|failure_reason|last_error', semantic('ERROR_MESSAGE')),
  rule('problem|issue|complaint|request_text', semantic('SUPPORT_TICKET')),
  rule('tag|tags|keyword|keywords|label|labels|word|term|code_name|group|group_name', semantic('WORD')),
  rule('song|song_title|track|track_name', semantic('SONG')),
  rule('album|album_title', semantic('ALBUM')),
  rule('artist|artist_name|band|singer|performer', semantic('ARTIST')),
  rule('genre|music_genre', ({ subject }, { role }) => (/book|movie|film/.test(subject) ? category('Drama Comedy Thriller Fantasy Romance Mystery Science_fiction Biography Adventure History') : semanticFor('GENRE', role))),
  rule('movie|film|movie_title|film_title|episode_title', semantic('MOVIE')),
  rule('book|book_title', semantic('BOOK')),
  rule('publisher|publisher_name|imprint', semantic('PUBLISHER')),
  rule('vin|vehicle_identification_number|chassis_number', semantic('VIN')),
  rule('(license|licence|registration|number)_?plate|plate_number|plate|vehicle_registration', semantic('LICENSE_PLATE')),
  rule('animal|species|pet_type', semantic('ANIMAL')),
  rule('breed', semantic('ANIMAL')),
  rule('dish|food|meal|ingredient|recipe', semantic('FOOD')),
];

/** The code of what the table lists: of a country, a currency, a language, a state. */
const codeOfSubject: Make = ({ subject }) => {
  const of = CODES_BY_SUBJECT.get(subject.split('_').at(-1) ?? '');
  return of === undefined ? null : semanticFor(of, '');
};
const CODES_BY_SUBJECT: ReadonlyMap<string, Semantic> = new Map([
  ['country', 'COUNTRY_CODE'], ['currency', 'CURRENCY_CODE'], ['language', 'LOCALE_CODE'], ['locale', 'LOCALE_CODE'], ['state', 'REGION_CODE'], ['province', 'REGION_CODE'], ['region', 'REGION_CODE'],
]);

const CODE_RULES: readonly Rule[] = [
  rule('code|iso|iso_?code|abbreviation|abbr', codeOfSubject),
  rule('tracking(_number|_no|_code)?', pattern('1Z[0-9A-Z]{16}')),
  rule('uuid|guid|.*_(uuid|guid)', () => ({ kind: 'uuid' })),
  rule('coupon|coupon_code|promo_code|voucher|discount_code|gift_code', pattern('[A-Z]{4}[0-9]{2,4}')),
  rule('flight|flight_number|flight_no', pattern('[A-Z]{2}[1-9][0-9]{2,3}')),
  rule('airport|airport_code|iata|iata_code', pattern('[A-Z]{3}')),
  rule('ticker|stock_symbol', pattern('[A-Z]{3,4}')),
];

/** Rules for STRING and TEXT that say what the value is, the surest first. */
export const TEXT_RULES: readonly Rule[] = [
  ...CODE_RULES, ...PERSON_RULES, ...CONTACT_RULES, ...PLACE_RULES, ...COMMERCE_RULES, ...FINANCE_RULES, ...PROSE_RULES, rule('.*', listed),
];

/** Rules by endings, for names that no reading of TEXT_RULES knows. */
export const TEXT_ENDING_RULES: readonly Rule[] = [
  rule('(.+_)?status', ({ subject }, { text }) => category(statusOf(subject, text))),
  rule('type|kind|class', () => category('standard:5 basic:3 premium:2 custom')),
  rule('(.+_)?(name|nm)', name),
  rule('(.+_)?(number|no|num|ref|reference|reference_number|identifier|id|key|uid)', namedCode),
  rule('(.+_)?(code|abbr|abbreviation|symbol|acronym|prefix|suffix)', (column) => codePattern(column, '')),
  rule('.*', textTime),
];
