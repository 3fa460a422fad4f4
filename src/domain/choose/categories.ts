// Short lists of values by column name, with weights after a colon; `_` stands for a space.

const STATUSES: readonly (readonly [subject: RegExp, values: string])[] = [
  [/payment|invoice|bill|charge|transaction|refund|payout/, 'paid:6 pending:3 failed refunded overdue'],
  [/order|purchase|sale|cart|checkout/, 'pending:2 processing:2 shipped:3 delivered:6 cancelled returned'],
  [/shipment|delivery|parcel|package/, 'preparing in_transit:3 out_for_delivery delivered:6 returned'],
  [/ticket|issue|incident|bug|case|complaint|request/, 'open:4 in_progress:3 waiting:2 resolved:5 closed:6'],
  [/task|todo|job|project|milestone|sprint|build|run/, 'todo:3 in_progress:3 blocked done:6 cancelled'],
  [/booking|reservation|appointment|rental|visit/, 'confirmed:6 pending:2 cancelled:2 completed:5 no_show'],
  [/post|article|page|document|content|blog|video/, 'draft:2 review published:7 archived'],
  [/user|customer|account|member|employee|client|profile|subscriber|person|student|patient/, 'active:8 inactive:2 suspended pending'],
  [/subscription|plan|contract|policy|licen[sc]e/, 'trial:2 active:7 past_due cancelled:2 expired'],
  [/product|item|listing|asset|vehicle|room/, 'active:8 out_of_stock discontinued draft'],
  [/application|candidate|lead|opportunity|deal|quote|offer/, 'new:4 contacted:3 qualified:2 won:2 lost:2'],
  [/message|email|notification|campaign/, 'queued sent:3 delivered:6 failed read:4'],
  [/device|machine|sensor|server|host/, 'online:8 offline:2 maintenance error'],
];

/** The values of a status column, by what its table (or the column itself) is about. */
export function statusOf(subject: string, reading: string): string {
  const about = reading.replace(/_?status$/, '');
  const found = STATUSES.find(([pattern]) => about !== '' && pattern.test(about)) ?? STATUSES.find(([pattern]) => pattern.test(subject));
  return found?.[1] ?? 'active:6 pending:2 inactive:2';
}

/** By `<subject>_<column>` or by column alone. */
const BY_NAME: ReadonlyMap<string, string> = new Map(Object.entries({
  priority: 'low:3 medium:5 high:2 urgent', severity: 'minor:4 moderate:3 major:2 critical', urgency: 'low:3 normal:5 high:2', importance: 'low:2 medium:4 high:2',
  level: 'beginner:4 intermediate:4 advanced:2', difficulty: 'easy:4 medium:4 hard:2', skill_level: 'beginner:3 intermediate:4 expert:2', log_level: 'debug:3 info:8 warn:2 error', log_type: 'request system audit', log_severity: 'debug:3 info:8 warn:2 error',
  role: 'admin editor:2 member:6 viewer:4', user_role: 'admin editor:2 member:6 viewer:4', permission: 'read:5 write:3 admin', access_level: 'public:4 internal:3 restricted', visibility: 'public:5 private:3 unlisted', privacy: 'public:5 friends:3 private:2',
  role_name: 'admin editor:2 member:6 viewer:4', permission_name: 'read:5 write:3 admin', plan_name: 'free:5 basic:3 pro:2 enterprise', status_name: 'active:6 pending:2 inactive:2', priority_name: 'low:3 medium:5 high:2 urgent',
  tier: 'bronze:5 silver:3 gold:2 platinum', plan: 'free:5 basic:3 pro:2 enterprise', membership: 'basic:5 plus:3 premium:2', subscription_plan: 'free:5 basic:3 pro:2 enterprise', membership_type: 'basic:5 plus:3 premium:2', loyalty_tier: 'bronze:5 silver:3 gold:2 platinum', segment: 'consumer:5 small_business:3 enterprise:2',
  condition: 'new:5 like_new:2 good:3 fair', grade: 'A:2 B:4 C:3 D F', rating: 'poor fair:2 good:4 excellent:3', quality: 'low:2 medium:4 high:3', stage: 'lead:4 qualified:3 proposal:2 won lost',
  marital_status: 'single:4 married:5 divorced widowed', civil_status: 'single:4 married:5 divorced widowed', blood_type: 'O+:38 A+:34 B+:9 O-:7 A-:6 AB+:3 B-:2 AB-', blood_group: 'O+:38 A+:34 B+:9 O-:7 A-:6 AB+:3 B-:2 AB-', education: 'High_school:3 Bachelor:5 Master:3 Doctorate', education_level: 'High_school:3 Bachelor:5 Master:3 Doctorate',
  religion: 'none:4 Christian:4 Muslim:2 Hindu Buddhist Jewish', employment_type: 'full-time:7 part-time:3 contract:2 intern', employment_status: 'employed:8 on_leave retired:2 unemployed', contract_type: 'permanent:6 fixed-term:3 freelance', shift: 'morning:3 afternoon:3 night:2',
  channel: 'web:6 mobile:4 store:2 phone partner', source: 'web:5 referral:2 email:2 social:2 ads', medium: 'email organic:4 paid:2 social:3', platform: 'web:4 ios:3 android:3', device: 'desktop:5 mobile:5 tablet', device_type: 'desktop:5 mobile:5 tablet', os: 'Windows:5 macOS:2 Linux iOS:3 Android:4', operating_system: 'Windows:5 macOS:2 Linux iOS:3 Android:4', browser: 'Chrome:6 Safari:3 Firefox:2 Edge:2',
  event: 'view:8 click:4 signup purchase:2', event_type: 'view:8 click:4 signup purchase:2', action: 'create:3 update:5 delete view:6', operation: 'insert:3 update:5 delete', http_method: 'GET:8 POST:4 PUT DELETE', method: 'GET:8 POST:4 PUT DELETE', protocol: 'http https:5', environment: 'production:5 staging:2 development:3', env: 'production:5 staging:2 development:3',
  transaction_type: 'purchase:6 refund transfer:3 withdrawal:2 deposit:2', account_type: 'checking:5 savings:4 business', payment_terms: 'Net_30:6 Net_60:2 Due_on_receipt:3', shipping_method: 'Standard:6 Express:3 Overnight Pickup', ship_mode: 'Standard:6 Second_class:3 First_class:2 Same_day', delivery_method: 'Standard:6 Express:3 Pickup', incoterms: 'EXW FOB:3 CIF:2 DDP:2',
  frequency: 'daily:2 weekly:4 monthly:5 yearly', interval: 'daily:2 weekly:4 monthly:5 yearly', period: 'Q1 Q2 Q3 Q4', season: 'spring summer autumn winter', weekday: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday', day_of_week: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday', day_name: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday', month_name: 'January February March April May June July August September October November December',
  direction: 'inbound outbound', orientation: 'portrait landscape', sentiment: 'positive:5 neutral:3 negative:2', outcome: 'success:7 failure:2 unknown', result: 'pass:7 fail:2 skipped', decision: 'approved:6 rejected:3 pending', approval_status: 'approved:6 rejected:2 pending:3', verification_status: 'verified:6 pending:3 rejected', fuel_type: 'petrol:5 diesel:3 electric:2 hybrid:2', transmission: 'manual:4 automatic:5', body_type: 'sedan:4 hatchback:3 SUV:5 estate:2 van',
  room_type: 'single:4 double:5 suite', property_type: 'house:4 apartment:6 studio condo', cuisine: 'Italian:3 Japanese:2 Mexican:2 Indian:2 French Thai', cabin_class: 'economy:8 business:2 first', seat_class: 'economy:8 business:2 first', format: 'paperback:4 hardcover:3 ebook:3 audiobook', media_type_name: 'MPEG_audio_file:5 AAC_audio_file:3 MPEG-4_video_file Purchased_AAC_audio_file Protected_AAC_audio_file',
  content_rating: 'G:2 PG:3 PG-13:4 R:3', mpaa_rating: 'G:2 PG:3 PG-13:4 R:3', currency_symbol: '$:5 €:4 £:2 ¥', discount_type: 'percentage:5 fixed:3', tax_class: 'standard:7 reduced:2 zero', unit_system: 'metric:6 imperial:3', dosage: '5_mg:3 10_mg:4 20_mg:3 50_mg', diagnosis: 'Hypertension:3 Asthma:2 Diabetes:2 Migraine:2 Influenza:3 Bronchitis:2 Anaemia', medication: 'Ibuprofen:3 Paracetamol:4 Amoxicillin:2 Metformin:2 Lisinopril:2', specialty: 'Cardiology:2 Dermatology:2 Neurology Oncology Paediatrics:3 Surgery:2', specialization: 'Cardiology:2 Dermatology:2 Neurology Oncology Paediatrics:3 Surgery:2',
  subject_name: 'Mathematics Physics Chemistry Biology History Geography Literature Music Art Economics', course_name: 'Algebra_I Organic_Chemistry World_History Microeconomics Creative_Writing Data_Structures Linear_Algebra Modern_Art Statistics Biology_101', semester: 'spring:5 autumn:5 summer', weather: 'sunny:5 cloudy:4 rainy:3 snowy windy:2', state_region: 'north south east west', region_name: 'North South East West Central',
}));

/** The values of a column of that name, as `category` reads them; undefined where there is no such list. */
export function listedFor(name: string): string | undefined {
  return BY_NAME.get(name);
}
