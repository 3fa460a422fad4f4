// Common columns, and what each becomes: the reference of the tests of chooseGenerators.
import assert from 'node:assert/strict';
import { FIELD_TYPES } from '../../src/domain/schema.ts';
import type { Field, FieldType, Table } from '../../src/domain/schema.ts';

/** `table.column TYPE(length) pk => what it becomes`; a table here has all columns listed under its name, but for other keys. */
const TEXT = `
depts.name STRING => DEPARTMENT
guilds.name STRING => COMPANY
medications.name STRING => category "Ibuprofen","Paracetamol"
teachers.office STRING => pattern [A-D][1-4][0-9]{2}
alerts.acknowledged_by STRING => FULL_NAME
cards.pan STRING(19) => CREDIT_CARD_NUMBER
library_members.card_no STRING(10) => pattern CAR-[0-9]{6}
authors.born INTEGER => integer 1945..2007
authors.died INTEGER => integer 1970..2025
matches.kills INTEGER => integer 0..60
matches.ended_at DATETIME => datetime 2023-01-01..2025-12-31
customers.id INTEGER pk => sequence
customers.name STRING => FULL_NAME
customers.first_name STRING => FIRST_NAME
customers.lastName STRING => LAST_NAME
customers.middle_name STRING => MIDDLE_NAME
customers.full_name STRING => FULL_NAME
customers.email STRING => WORK_EMAIL
customers.EmailAddress STRING => WORK_EMAIL
customers.phone STRING => PHONE
customers.mobile_phone STRING => PHONE
customers.gender STRING => GENDER
customers.date_of_birth DATE => BIRTH_DATE
customers.age INTEGER => AGE
customers.status STRING => category "active","inactive"
customers.loyalty_points INTEGER => integer 0..50000
customers.marital_status STRING => category "single","married"
customers.company STRING => COMPANY
customers.job_title STRING => JOB_TITLE
customers.notes TEXT => NOTE
customers.is_active BOOLEAN => boolean 0.85
customers.created_at DATETIME => datetime 2023-01-01..2025-12-31
customers.last_login DATETIME => after created_at
customers.preferred_language STRING => LOCALE_CODE
customers.credit_limit DECIMAL => decimal 500..100000
customers.website STRING => URL
customers.customer_id STRING(5) pk => pattern [A-Z]{5}
customers.tax_id STRING => TAX_ID
users.username STRING => USERNAME
users.user_name STRING => USERNAME
users.password_hash STRING => PASSWORD_HASH
users.avatar_url STRING => IMAGE_URL
users.role STRING => category "admin","editor"
users.bio TEXT => BIOGRAPHY
users.time_zone STRING => TIME_ZONE
users.locale STRING => LOCALE_CODE
users.last_ip STRING => IP_ADDRESS
users.api_key STRING => TOKEN
users.email_verified_at DATETIME => datetime 2023-01-01..2025-12-31
users.is_admin BOOLEAN => boolean 0.1
users.login_count INTEGER => integer 0..500
users.uuid STRING => uuid
employees.title STRING => JOB_TITLE
employees.title_of_courtesy STRING(25) => TITLE_OF_COURTESY
employees.hire_date DATE => HIRE_DATE
employees.birth_date DATE => BIRTH_DATE
employees.salary DECIMAL => decimal 18000..400000
employees.department STRING => DEPARTMENT
employees.extension STRING(4) => pattern [1-9][0-9]{2,3}
employees.photo BINARY => bytes
employees.ssn STRING => pattern 9[0-9]{2}-[0-9]{2}-[0-9]{4}
employees.manager_name STRING => FULL_NAME/manager
employees.employment_type STRING => category "full-time","part-time"
employees.hourly_rate DECIMAL => decimal 12..300
employees.years_experience INTEGER => integer 0..40
companies.name STRING => COMPANY
companies.industry STRING => INDUSTRY
companies.slogan STRING => CATCH_PHRASE
companies.domain STRING => DOMAIN
companies.email STRING => COMPANY_EMAIL
companies.founded_year INTEGER => integer 1950..2025
companies.employee_count INTEGER => integer 1..50000
companies.annual_revenue DECIMAL => decimal 100..5000000
companies.vat_number STRING => TAX_ID
suppliers.company_name STRING => COMPANY
suppliers.contact_name STRING => FULL_NAME/contact
suppliers.contact_title STRING => JOB_TITLE/contact
suppliers.homepage TEXT => URL
suppliers.fax STRING => FAX
addresses.street STRING => STREET_ADDRESS
addresses.address_line_1 STRING => STREET_ADDRESS/address_line_1
addresses.address_line_2 STRING => ADDRESS_LINE_2
addresses.city STRING => CITY
addresses.state STRING => REGION
addresses.state_abbr STRING(2) => REGION_CODE
addresses.region STRING => REGION
addresses.zip_code STRING => POSTAL_CODE
addresses.postal_code STRING(10) => POSTAL_CODE
addresses.country STRING => COUNTRY
addresses.country_code STRING(2) => COUNTRY_CODE
addresses.latitude FLOAT => LATITUDE
addresses.longitude DECIMAL => LONGITUDE
addresses.continent STRING => CONTINENT
orders.order_number STRING => pattern ORD-[0-9]{6}
orders.order_date DATE => date 2023-01-01..2025-12-31
orders.required_date DATE => after order_date
orders.shipped_date DATE => after order_date
orders.delivered_at DATETIME => after shipped_date
orders.status STRING => category "pending","processing"
orders.total DECIMAL => decimal 1..20000
orders.subtotal DECIMAL => decimal 1..20000
orders.tax_amount DECIMAL => decimal 0..2000
orders.discount_percent FLOAT => float 0..50
orders.freight FLOAT => float 0..500
orders.currency STRING(3) => CURRENCY_CODE
orders.billing_city STRING => CITY/billing
orders.billing_country STRING => COUNTRY/billing
orders.billing_postal_code STRING => POSTAL_CODE/billing
orders.ship_name STRING => FULL_NAME/ship
orders.ship_address STRING => FULL_ADDRESS/ship
orders.shipping_method STRING => category "Standard","Express"
orders.tracking_number STRING => pattern 1Z[0-9A-Z]{16}
orders.coupon_code STRING => pattern [A-Z]{4}[0-9]{2,4}
orders.customer_email STRING => EMAIL/customer
orders.payment_method STRING => PAYMENT_METHOD
orders.comment TEXT => COMMENT
order_details.unit_price DECIMAL => decimal 1..2000
order_details.quantity INTEGER => integer 1..50
order_details.discount FLOAT => float 0..0.3
order_items.line_number INTEGER => integer 1..100
products.name STRING => PRODUCT
products.product_name STRING => PRODUCT
products.description TEXT => PRODUCT_DESCRIPTION
product_translations.description TEXT => PRODUCT_DESCRIPTION
product_text.title STRING => PRODUCT
products.sku STRING => SKU
products.barcode STRING => BARCODE
products.category STRING => PRODUCT_CATEGORY
products.brand STRING => BRAND
products.color STRING => COLOR
products.size STRING => SIZE
products.material STRING => MATERIAL
products.weight_kg FLOAT => float 0.05..200
products.price DECIMAL => decimal 1..2000
products.cost DECIMAL => decimal 1..2000
products.rating FLOAT => float 1..5
products.review_count INTEGER => integer 0..10000
products.units_in_stock INTEGER => integer 0..1000
products.reorder_level INTEGER => integer 0..100
products.discontinued INTEGER => category 0,1
products.quantity_per_unit STRING => QUANTITY_PER_UNIT
products.slug STRING => SLUG
products.image_url STRING => IMAGE_URL
products.tags JSON => category ["new","sale"],["featured"]
products.attributes JSON => object
categories.name STRING => PRODUCT_CATEGORY
categories.category_name STRING(15) => PRODUCT_CATEGORY
categories.description TEXT => CATEGORY_DESCRIPTION
artist.name STRING => ARTIST
album.title STRING => ALBUM
track.name STRING => SONG
track.milliseconds INTEGER => integer 5..600000
track.composer STRING => FULL_NAME
track.bytes INTEGER => integer 200..50000000
genre.name STRING => GENRE
playlist.name STRING => TITLE
media_type.name STRING => category "MPEG audio file","AAC audio file"
movies.title STRING => MOVIE
movies.release_date DATE => date 1990-01-01..2025-12-31
movies.content_rating STRING => category "G","PG"
movies.runtime INTEGER => integer 1..600
books.title STRING => BOOK
books.isbn STRING => ISBN
books.author STRING => FULL_NAME
books.publisher STRING => PUBLISHER
books.page_count INTEGER => integer 20..1500
books.genre STRING => category "Drama","Comedy"
posts.title STRING => TITLE
posts.body TEXT => PARAGRAPH
posts.slug STRING => SLUG
posts.published_at DATETIME => datetime 2023-01-01..2025-12-31
posts.view_count INTEGER => integer 0..1000000
posts.status STRING => category "draft","review"
comments.body TEXT => COMMENT
reviews.review TEXT => rating IS NULL: REVIEW, rating >= 4: POSITIVE_REVIEW, rating >= 3: MIXED_REVIEW, else NEGATIVE_REVIEW
reviews.rating INTEGER => integer 1..5
reviews.comment TEXT => rating IS NULL: REVIEW, rating >= 4: POSITIVE_REVIEW, rating >= 3: MIXED_REVIEW, else NEGATIVE_REVIEW
tickets.subject STRING => TITLE
tickets.description TEXT => SUPPORT_TICKET
tickets.priority STRING => category "low","medium"
tickets.status STRING => category "open","in progress"
tickets.resolved_at DATETIME => datetime 2023-01-01..2025-12-31
payments.amount DECIMAL => decimal 1..20000
payments.card_number STRING => CREDIT_CARD_NUMBER
payments.card_type STRING => CREDIT_CARD_TYPE
payments.iban STRING => IBAN
payments.swift_code STRING => BIC
payments.transaction_id STRING => pattern TRA-[0-9]{6}
payments.paid_at DATETIME => datetime 2023-01-01..2025-12-31
payments.status STRING => category "paid","pending"
accounts.account_number STRING => ACCOUNT_NUMBER
accounts.balance DECIMAL => decimal 0..500000
accounts.interest_rate DECIMAL => decimal 0.5..12
events.name STRING => TITLE
events.event_type STRING => category "view","click"
events.start_date DATE => date 2023-01-01..2025-12-31
events.end_date DATE => after start_date
events.start_time TIME => time 06:00:00..10:00:00
events.end_time TIME => time 16:00:00..23:00:00
events.location STRING => CITY
events.capacity INTEGER => integer 2..2000
logs.level STRING => category "debug","info"
logs.message TEXT => ERROR_MESSAGE
logs.ip_address STRING => IP_ADDRESS
logs.user_agent STRING => USER_AGENT
logs.status_code INTEGER => category 200,201
logs.duration_ms INTEGER => integer 5..600000
logs.error_message TEXT => ERROR_MESSAGE
files.file_name STRING => FILE_NAME
files.file_path STRING => FILE_PATH
files.mime_type STRING => MIME_TYPE
files.file_size INTEGER => integer 200..50000000
files.checksum STRING => TOKEN
devices.mac_address STRING => MAC_ADDRESS
devices.serial_number STRING => pattern SER-[0-9]{6}
devices.firmware_version STRING => SEMVER
devices.last_seen DATETIME => datetime 2023-01-01..2025-12-31
devices.battery_level INTEGER => integer 0..100
sensors.temperature FLOAT => float -25..45
sensors.humidity FLOAT => float 0..100
vehicles.vin STRING => VIN
vehicles.license_plate STRING => LICENSE_PLATE
vehicles.model STRING => VEHICLE
vehicles.mileage INTEGER => integer 0..350000
vehicles.year INTEGER => integer 2000..2025
vehicles.fuel_type STRING => category "petrol","diesel"
patients.blood_type STRING => category "O+","A+"
patients.height FLOAT => float 145..208
patients.weight FLOAT => float 42..150
patients.heart_rate INTEGER => integer 45..180
patients.diagnosis STRING => category "Hypertension","Asthma"
students.gpa FLOAT => float 1..4
students.grade STRING => category "A","B"
flights.flight_number STRING => pattern [A-Z]{2}[1-9][0-9]{2,3}
flights.departure_city STRING => CITY/departure
flights.arrival_city STRING => CITY/arrival
flights.departure_time DATETIME => datetime 2023-01-01..2025-12-31
flights.arrival_time DATETIME => after departure_time
subscriptions.plan STRING => category "free","basic"
subscriptions.valid_from DATE => date 2023-01-01..2025-12-31
subscriptions.valid_until DATE => after valid_from
subscriptions.auto_renew BOOLEAN => boolean 0.5
subscriptions.cancelled_at DATETIME => after valid_from
survey.score INTEGER => integer 0..100
survey.percentage FLOAT => float 0..100
properties.bedrooms INTEGER => integer 1..8
properties.square_feet INTEGER => integer 10..20000
cities.name STRING => CITY
cities.population INTEGER => integer 500..20000000
countries.name STRING => COUNTRY
countries.iso_code STRING(2) pk => category "AD","AE"
regions.region_description STRING(60) => REGION
departments.name STRING => DEPARTMENT
currencies.code STRING(3) pk => category "USD","EUR"
tasks.due_date DATE => date 2026-01-01..2028-12-31
tasks.completed BOOLEAN => boolean 0.5
tasks.assignee STRING => FULL_NAME
data.customer_name STRING => FULL_NAME/customer
data.favourite_colour STRING => COLOR
data.signup_date STRING => date 2023-01-01..2025-12-31
data.price STRING => pattern [1-9][0-9]{0,2}\\.[0-9]{2}
data.x FLOAT => float 0..1000
data.remarks STRING(3) => COMMENT
data.code STRING(4) => pattern [A-Z]{4}
data.blob BINARY => bytes
data.external_id STRING => pattern [a-z0-9]{16}
data.constructor STRING => TITLE
data.__proto__ STRING => TITLE
roles.name STRING => category "admin","editor"
permissions.code STRING => pattern [A-Z]{2}[0-9]{6}
invoices.invoice_date DATE => date 2023-01-01..2025-12-31
invoices.due_date DATE => after invoice_date
invoices.paid_date DATE => after invoice_date
rentals.rental_date DATETIME => datetime 2023-01-01..2025-12-31
rentals.return_date DATETIME => after rental_date
contracts.contract_start DATE => date 2023-01-01..2025-12-31
contracts.contract_end DATE => after contract_start
hotels.name STRING => COMPANY
hotels.check_in TIME => time 00:00:00..23:59:59
bookings.check_in DATE => date 2023-01-01..2025-12-31
bookings.check_out DATE => after check_in
matches.home_team STRING => COMPANY/home_team
matches.away_team STRING => COMPANY
messages.sender_email STRING => EMAIL/sender
messages.recipient_email STRING => EMAIL/recipient
messages.sent_at DATETIME => datetime 2023-01-01..2025-12-31
messages.read_at DATETIME => after sent_at
`;

export interface Line {
  readonly table: string;
  readonly field: Field;
  readonly key: boolean;
  readonly expected: string;
}

function readLine(line: string): Line {
  const [left = '', expected = ''] = line.split(' => ');
  const [path = '', type = '', key] = left.split(' ');
  const [table = '', name = ''] = path.split('.');
  const [, fieldType = '', length] = /^(\w+?)(?:\((\d+)\))?$/.exec(type) ?? [];
  const known = FIELD_TYPES.find((candidate) => candidate === fieldType);
  assert.ok(known !== undefined, `${line}: no such type`);
  return { table, key: key === 'pk', expected, field: fieldNamed(name, known, { nullable: key !== 'pk', ...(length === undefined ? {} : { maxLength: Number(length) }) }) };
}

/** A field with what its type needs. */
export function fieldNamed(name: string, type: FieldType, more: Partial<Field> = {}): Field {
  return { name, type, nullable: false, ...(type === 'DECIMAL' ? { precision: 12, scale: 2 } : {}), ...more };
}

/** A table of these fields, without keys but for those given. */
export function tableWith(name: string, fields: readonly Field[], more: Partial<Table> = {}): Table {
  return { name, fields, primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [], ...more };
}

/** The columns, in the text's order. */
export const COMMON_COLUMNS: readonly Line[] = TEXT.trim().split('\n').map(readLine);
