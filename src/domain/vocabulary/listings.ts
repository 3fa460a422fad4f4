// What tables of countries and of states list: facts that belong together, entry by entry. Written down, and not asked of the platform, whose
// lists change with its version.

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** ISO 4217: what is paid with there. */
  readonly currency: string;
  readonly name: string;
}

export interface State {
  readonly code: string;
  /** As the census has it. */
  readonly region: string;
  readonly name: string;
}

/** All countries of ISO 3166-1. */
export const LISTED_COUNTRIES: readonly Country[] = entries(`AD EUR Andorra|AE AED United Arab Emirates|AF AFN Afghanistan|AG XCD Antigua and Barbuda|AI XCD Anguilla|AL ALL Albania|AM AMD Armenia|AO AOA Angola|AQ USD Antarctica|AR ARS Argentina|
AS USD American Samoa|AT EUR Austria|AU AUD Australia|AW AWG Aruba|AX EUR Åland Islands|AZ AZN Azerbaijan|BA BAM Bosnia and Herzegovina|BB BBD Barbados|BD BDT Bangladesh|BE EUR Belgium|
BF XOF Burkina Faso|BG BGN Bulgaria|BH BHD Bahrain|BI BIF Burundi|BJ XOF Benin|BL EUR Saint Barthélemy|BM BMD Bermuda|BN BND Brunei|BO BOB Bolivia|BQ USD Caribbean Netherlands|BR BRL Brazil|
BS BSD Bahamas|BT BTN Bhutan|BV NOK Bouvet Island|BW BWP Botswana|BY BYN Belarus|BZ BZD Belize|CA CAD Canada|CC AUD Cocos (Keeling) Islands|CD CDF DR Congo|CF XAF Central African Republic|
CG XAF Congo|CH CHF Switzerland|CI XOF Côte d'Ivoire|CK NZD Cook Islands|CL CLP Chile|CM XAF Cameroon|CN CNY China|CO COP Colombia|CR CRC Costa Rica|CU CUP Cuba|CV CVE Cape Verde|
CW ANG Curaçao|CX AUD Christmas Island|CY EUR Cyprus|CZ CZK Czechia|DE EUR Germany|DJ DJF Djibouti|DK DKK Denmark|DM XCD Dominica|DO DOP Dominican Republic|DZ DZD Algeria|EC USD Ecuador|
EE EUR Estonia|EG EGP Egypt|EH MAD Western Sahara|ER ERN Eritrea|ES EUR Spain|ET ETB Ethiopia|FI EUR Finland|FJ FJD Fiji|FK FKP Falkland Islands|FM USD Micronesia|FO DKK Faroe Islands|
FR EUR France|GA XAF Gabon|GB GBP United Kingdom|GD XCD Grenada|GE GEL Georgia|GF EUR French Guiana|GG GBP Guernsey|GH GHS Ghana|GI GIP Gibraltar|GL DKK Greenland|GM GMD Gambia|GN GNF Guinea|
GP EUR Guadeloupe|GQ XAF Equatorial Guinea|GR EUR Greece|GS GBP South Georgia and South Sandwich Islands|GT GTQ Guatemala|GU USD Guam|GW XOF Guinea-Bissau|GY GYD Guyana|HK HKD Hong Kong|
HM AUD Heard and McDonald Islands|HN HNL Honduras|HR EUR Croatia|HT HTG Haiti|HU HUF Hungary|ID IDR Indonesia|IE EUR Ireland|IL ILS Israel|IM GBP Isle of Man|IN INR India|
IO USD British Indian Ocean Territory|IQ IQD Iraq|IR IRR Iran|IS ISK Iceland|IT EUR Italy|JE GBP Jersey|JM JMD Jamaica|JO JOD Jordan|JP JPY Japan|KE KES Kenya|KG KGS Kyrgyzstan|
KH KHR Cambodia|KI AUD Kiribati|KM KMF Comoros|KN XCD Saint Kitts and Nevis|KP KPW North Korea|KR KRW South Korea|KW KWD Kuwait|KY KYD Cayman Islands|KZ KZT Kazakhstan|LA LAK Laos|
LB LBP Lebanon|LC XCD Saint Lucia|LI CHF Liechtenstein|LK LKR Sri Lanka|LR LRD Liberia|LS LSL Lesotho|LT EUR Lithuania|LU EUR Luxembourg|LV EUR Latvia|LY LYD Libya|MA MAD Morocco|
MC EUR Monaco|MD MDL Moldova|ME EUR Montenegro|MF EUR Saint Martin|MG MGA Madagascar|MH USD Marshall Islands|MK MKD North Macedonia|ML XOF Mali|MM MMK Myanmar|MN MNT Mongolia|MO MOP Macao|
MP USD Northern Mariana Islands|MQ EUR Martinique|MR MRU Mauritania|MS XCD Montserrat|MT EUR Malta|MU MUR Mauritius|MV MVR Maldives|MW MWK Malawi|MX MXN Mexico|MY MYR Malaysia|
MZ MZN Mozambique|NA NAD Namibia|NC XPF New Caledonia|NE XOF Niger|NF AUD Norfolk Island|NG NGN Nigeria|NI NIO Nicaragua|NL EUR Netherlands|NO NOK Norway|NP NPR Nepal|NR AUD Nauru|NU NZD Niue|
NZ NZD New Zealand|OM OMR Oman|PA PAB Panama|PE PEN Peru|PF XPF French Polynesia|PG PGK Papua New Guinea|PH PHP Philippines|PK PKR Pakistan|PL PLN Poland|PM EUR Saint Pierre and Miquelon|
PN NZD Pitcairn Islands|PR USD Puerto Rico|PS ILS Palestine|PT EUR Portugal|PW USD Palau|PY PYG Paraguay|QA QAR Qatar|RE EUR Réunion|RO RON Romania|RS RSD Serbia|RU RUB Russia|RW RWF Rwanda|
SA SAR Saudi Arabia|SB SBD Solomon Islands|SC SCR Seychelles|SD SDG Sudan|SE SEK Sweden|SG SGD Singapore|SH SHP Saint Helena|SI EUR Slovenia|SJ NOK Svalbard and Jan Mayen|SK EUR Slovakia|
SL SLE Sierra Leone|SM EUR San Marino|SN XOF Senegal|SO SOS Somalia|SR SRD Suriname|SS SSP South Sudan|ST STN São Tomé and Príncipe|SV USD El Salvador|SX ANG Sint Maarten|SY SYP Syria|
SZ SZL Eswatini|TC USD Turks and Caicos Islands|TD XAF Chad|TF EUR French Southern Territories|TG XOF Togo|TH THB Thailand|TJ TJS Tajikistan|TK NZD Tokelau|TL USD Timor-Leste|
TM TMT Turkmenistan|TN TND Tunisia|TO TOP Tonga|TR TRY Turkey|TT TTD Trinidad and Tobago|TV AUD Tuvalu|TW TWD Taiwan|TZ TZS Tanzania|UA UAH Ukraine|UG UGX Uganda|UM USD U.S. Outlying Islands|
US USD United States|UY UYU Uruguay|UZ UZS Uzbekistan|VA EUR Vatican City|VC XCD Saint Vincent and Grenadines|VE VES Venezuela|VG USD British Virgin Islands|VI USD U.S. Virgin Islands|
VN VND Vietnam|VU VUV Vanuatu|WF XPF Wallis and Futuna|WS WST Samoa|YE YER Yemen|YT EUR Mayotte|ZA ZAR South Africa|ZM ZMW Zambia|ZW USD Zimbabwe`).map(([code, currency, name]) => ({ code, currency, name }));

export const COUNTRY_CODES: readonly string[] = LISTED_COUNTRIES.map(({ code }) => code);

/** The states of the United States. */
export const US_STATES: readonly State[] = entries(`AL South Alabama|AK West Alaska|AZ West Arizona|AR South Arkansas|CA West California|CO West Colorado|CT Northeast Connecticut|DE South Delaware|FL South Florida|GA South Georgia|HI West Hawaii|ID West Idaho|IL Midwest Illinois|
IN Midwest Indiana|IA Midwest Iowa|KS Midwest Kansas|KY South Kentucky|LA South Louisiana|ME Northeast Maine|MD South Maryland|MA Northeast Massachusetts|MI Midwest Michigan|MN Midwest Minnesota|MS South Mississippi|MO Midwest Missouri|MT West Montana|
NE Midwest Nebraska|NV West Nevada|NH Northeast New Hampshire|NJ Northeast New Jersey|NM West New Mexico|NY Northeast New York|NC South North Carolina|ND Midwest North Dakota|OH Midwest Ohio|OK South Oklahoma|OR West Oregon|PA Northeast Pennsylvania|
RI Northeast Rhode Island|SC South South Carolina|SD Midwest South Dakota|TN South Tennessee|TX South Texas|UT West Utah|VT Northeast Vermont|VA South Virginia|WA West Washington|WV South West Virginia|WI Midwest Wisconsin|WY West Wyoming`).map(([code, region, name]) => ({ code, region, name }));

/** `AL South Alabama|...`: two words, and the rest. */
function entries(text: string): readonly (readonly [string, string, string])[] {
  return text.replaceAll('\n', '').split('|').map((entry) => {
    const [first = '', second = '', ...rest] = entry.split(' ');
    return [first, second, rest.join(' ')];
  });
}
