// Rules for INTEGER, FLOAT and DECIMAL columns: ranges that such things have, before the column's own bounds narrow them.
import type { Generator, NumberRange } from '../generator.ts';
import { MAX_PLACES } from '../limits.ts';
import type { Column } from './column.ts';
import { isPerson } from './entities.ts';
import { category, rule } from './rules.ts';
import type { Make, Rule } from './rules.ts';
import { semanticFor } from './text-rules.ts';

/** Range that says nothing else. */
export const DEFAULT_RANGE: NumberRange = { minimum: 0, maximum: 1000 };
/** Places of a FLOAT, and of a DECIMAL that has no scale of its own. */
const DEFAULT_PLACES = 2;

/** A range as a generator of the field's own type. */
export function numbers(range: NumberRange, { field }: Pick<Column, 'field'>, places?: number): Generator {
  switch (field.type) {
    case 'INTEGER': return { kind: 'integer', ...range, minimum: Math.ceil(range.minimum), maximum: Math.max(Math.ceil(range.minimum), Math.floor(range.maximum)) };
    case 'FLOAT': return { kind: 'float', ...range, places: places ?? DEFAULT_PLACES };
    default: return { kind: 'decimal', ...range, places: Math.min(field.scale ?? places ?? DEFAULT_PLACES, MAX_PLACES) };
  }
}

/** Every number from `minimum` to `maximum` alike. */
function even(minimum: number, maximum: number, places?: number): Make {
  return (column) => numbers({ minimum, maximum }, column, places);
}

/** Most values near the low end, few far out: money, sizes, popularity. */
function skewed(minimum: number, maximum: number, mean: number, deviation: number, places?: number): Make {
  return (column) => numbers({ minimum, maximum, distribution: 'LOGNORMAL', mean, deviation }, column, places);
}

/** Most values about the mean. */
function normal(minimum: number, maximum: number, mean: number, deviation: number, places?: number): Make {
  return (column) => numbers({ minimum, maximum, distribution: 'NORMAL', mean, deviation }, column, places);
}

function few(maximum: number, mean: number, minimum = 0): Make {
  return (column) => numbers({ minimum, maximum, distribution: 'EXPONENTIAL', mean }, column);
}

/** A flag kept as 0 or 1. */
const flag = (share: number): Make => ({ field }) => (field.type === 'INTEGER' ? { kind: 'category', values: [{ value: 0, weight: 1 - share }, { value: 1, weight: share }] } : null);
const httpStatus: Make = ({ field }) => (field.type === 'INTEGER' ? { kind: 'category', values: [[200, 80], [201, 6], [204, 3], [301, 2], [304, 3], [400, 2], [401, 1], [404, 5], [500, 1], [503, 1]].map(([value = 0, weight = 0]) => ({ value, weight })) } : null);

/** Shares are written from 0 to 1, and in percent where the column holds whole numbers or its CHECKs take more than 1. */
function inPercent({ field, bounds }: Column): boolean {
  return field.type === 'INTEGER' || (typeof bounds.maximum === 'number' && bounds.maximum > 1);
}

const COUNTS: readonly Rule[] = [
  rule('(is|has|can|should|was|allow|allows|enable)_.+|active|enabled|discontinued|deleted|archived|verified|approved|published|featured|completed|paid|available|locked|blocked|subscribed|confirmed', (column, reading) => flag(/^(discontinued|deleted|archived|locked|blocked|is_(discontinued|deleted|archived|locked|blocked))$/.test(reading.text) ? 0.1 : 0.7)(column, reading)),
  rule('age', ({ subject, has }, { role }) => (isPerson(subject) || role !== '' || has(/^(first|last|full|sur|customer)?_?name$|birth|^dob$/) ? semanticFor('AGE', role) : { kind: 'integer', minimum: 0, maximum: 100 })),
  rule('(birth_year|year_of_birth|born)', even(1945, 2007)), rule('(death_year|year_of_death|died)', even(1970, 2025)),
  rule('(model_year|year_built|construction_year|year_founded|founded|founded_year|founding_year|year_established)', even(1950, 2025)),
  rule('(.+_)?(year|yr)', even(2000, 2025)),
  rule('(.+_)?month', even(1, 12)), rule('(.+_)?quarter', even(1, 4)), rule('day_of_week|weekday|dow', even(1, 7)), rule('day_of_year', even(1, 365)), rule('day|day_of_month', even(1, 28)),
  rule('hour|hour_of_day', even(0, 23)), rule('minute', even(0, 59)), rule('second', even(0, 59)), rule('week|week_number|week_of_year', even(1, 52)),
  rule('quantity|qty|order_qty|quantity_ordered|item_count|items|units|units_sold|pieces|number_of_items', few(50, 6, 1)),
  rule('(units_in_)?stock|stock_(quantity|level|count)|quantity_(in_stock|on_hand|available)|on_hand|inventory|inventory_count|available_(units|quantity|stock)', skewed(0, 1000, 90, 120)),
  rule('units_on_order|on_order|backorder(ed)?|reserved', few(200, 20)), rule('reorder_(level|point|quantity)|min_stock|safety_stock', few(100, 20)),
  rule('views|view_count|page_views|impressions|clicks|click_count|downloads|download_count|likes|like_count|followers|follower_count|shares|plays|play_count|hits|visits|visitors|subscribers', skewed(0, 1_000_000, 2500, 9000)),
  rule('comments_count|comment_count|replies|reply_count|votes|vote_count|reviews|review_count|num_reviews|ratings_count', skewed(0, 10_000, 40, 90)),
  rule('(kill|death|win|loss|lose|draw|goal|assist|save|foul|shot|miss)(es|s)?', few(60, 6)),
  rule('retries|retry_count|attempts|attempt|failed_(logins|attempts)|failures|error_count|errors', few(10, 1)), rule('login_count|visit_count|orders_count|order_count|total_orders|purchase_count', few(500, 25)),
  rule('children|num_children|dependents|siblings', few(6, 1)), rule('bedrooms|beds', few(8, 3, 1)), rule('bathrooms|baths', few(5, 2, 1)), rule('rooms|doors|passengers|guests|adults|party_size', few(12, 3, 1)),
  rule('floor|floors|storey|stories', few(40, 4)), rule('seats|seat_count|capacity|max_capacity|max_participants|headcount', skewed(2, 2000, 80, 140)),
  rule('employees|employee_count|num_employees|number_of_employees|staff_count|team_size', skewed(1, 50_000, 250, 900)), rule('population', skewed(500, 20_000_000, 120_000, 500_000)),
  rule('pages|page_count|num_pages|number_of_pages', skewed(20, 1500, 320, 180)), rule('page|page_number', even(1, 400)), rule('chapters?|episodes?|seasons?|issue|volume_number', even(1, 24)),
  rule('level|tier|stage|phase', even(1, 10)), rule('priority|severity|urgency', even(1, 5)), rule('rank|ranking|place|position|sort_order|sort|display_order|ordinal|ord|sequence|seq|line_(no|number|num|item)|item_(no|number)|step|index|idx|track_number|disc_number', even(1, 100)),
  rule('version|revision|lock_version|row_version', few(30, 3, 1)), rule('port|port_number', even(1024, 65_535)), rule('http_status|status_code|http_status_code|response_code|http_code', httpStatus),
  rule('status|state|type|kind|category|class|gender|sex', even(1, 4)), rule('zip|zip_?code|postal_?code|postcode', even(10_000, 99_999)), rule('phone|phone_number|mobile|telephone|fax', even(2_000_000_000, 9_999_999_999)),
  rule('duration_(min|mins|minutes)|minutes|length_minutes|runtime|run_time|running_time', skewed(1, 600, 75, 60)), rule('duration_(ms|millis|milliseconds)|milliseconds|millis|elapsed_ms|latency(_ms)?|response_time(_ms)?', skewed(5, 600_000, 240_000, 80_000)),
  rule('(rental_)?duration(_days)?|days|(lead|delivery)_time(_days)?|nights|term(_days)?', few(60, 7, 1)), rule('duration(_sec(ond)?s)?|seconds|length_seconds|elapsed|time_spent', skewed(1, 14_400, 420, 900)), rule('hours|hours_worked|total_hours|credit_hours', even(1, 60)),
  rule('experience|years_(of_)?experience|experience_years|seniority|tenure|years', few(40, 8)), rule('term_months|duration_months|months', even(1, 60)), rule('credits', even(1, 10)),
];

const MONEY: readonly Rule[] = [
  rule('unit_price|price|list_price|sale_price|retail_price|msrp|selling_price|original_price|rental_rate|price_per_unit|cost|unit_cost|cost_price|purchase_price|wholesale_price|buy_price|replacement_cost|standard_cost|base_price|current_price|fare|ticket_price', skewed(1, 2000, 45, 60)),
  rule('total|total_(amount|price|cost|due|value)|amount|order_total|grand_total|subtotal|sub_total|net(_amount|_total)?|gross(_amount|_total)?|line_total|extended_price|amount_(paid|due)|paid_amount|payment_amount|invoice_(amount|total)|balance_due|order_amount|refund_amount|transaction_amount|value|spend|total_spent', skewed(1, 20_000, 180, 260)),
  rule('revenue|sales|turnover|profit|gross_profit|net_profit|sales_amount|annual_revenue|lifetime_value|ltv|gdp|market_cap', skewed(100, 5_000_000, 60_000, 160_000)),
  rule('tax|tax_amount|vat|vat_amount|sales_tax|tax_total', skewed(0, 2000, 24, 40)), rule('tax_rate|vat_rate|tax_(percent|percentage|pct)', even(0, 25)),
  rule('discount|discount_rate|discount_ratio', (column, reading) => (inPercent(column) ? even(0, 40) : even(0, 0.3, 2))(column, reading)), rule('discount_(percent|percentage|pct)', even(0, 50)), rule('discount_(amount|value)|amount_off', skewed(0, 200, 12, 18)),
  rule('salary|annual_salary|base_salary|income|annual_income|compensation|yearly_income|household_income', skewed(18_000, 400_000, 62_000, 28_000)), rule('monthly_(salary|income)', skewed(1500, 30_000, 4800, 2200)), rule('hourly_(rate|wage|pay)|wage|pay_rate|rate_per_hour|daily_rate', skewed(12, 300, 32, 22)),
  rule('bonus|allowance|stipend', skewed(0, 50_000, 3500, 4000)), rule('freight|shipping|shipping_(cost|fee|price|amount|charge)|delivery_(fee|cost)|handling_fee|postage', skewed(0, 500, 14, 18)), rule('fee|fees|service_fee|commission|tip|surcharge|charge|late_fee|penalty|fines?', skewed(0, 500, 12, 16)),
  rule('commission_(rate|pct|percent)', (column, reading) => (inPercent(column) ? even(0, 20) : even(0, 0.2, 3))(column, reading)), rule('budget|total_budget|project_budget|cost_estimate|estimated_cost', skewed(1000, 2_000_000, 80_000, 120_000)), rule('credit_limit|limit|spending_limit', skewed(500, 100_000, 8000, 9000)),
  rule('balance|account_balance|current_balance|wallet_balance|opening_balance|closing_balance', skewed(0, 500_000, 5200, 9000)), rule('loan_amount|principal|mortgage|loan', skewed(1000, 900_000, 60_000, 90_000)), rule('deposit|down_payment|security_deposit', skewed(50, 20_000, 900, 900)),
  rule('rent|monthly_rent|monthly_(fee|payment|cost|charges)|subscription_(fee|price)|premium|installment|emi', skewed(5, 10_000, 380, 500)), rule('interest_rate|apr|apy|annual_rate', even(0.5, 12, 2)), rule('exchange_rate|fx_rate|conversion_rate_to_usd', even(0.2, 10, 4)),
  rule('stock_price|share_price|open|high|low|close|adj_close|open_price|close_price', skewed(1, 3000, 95, 120)), rule('points|loyalty_points|reward_points|bonus_points', skewed(0, 50_000, 1200, 2000)),
];

const MEASURES: readonly Rule[] = [
  rule('rating|stars|star_rating|avg_rating|average_rating|overall_rating|user_rating|review_score', (column, reading) => (column.field.type === 'INTEGER' ? normal(1, 5, 4, 1) : normal(1, 5, 4, 0.6, 1))(column, reading)),
  rule('gpa|grade_point_average', normal(1, 4, 3.1, 0.5, 2)), rule('score|test_score|exam_score|grade|mark|marks|final_grade|credit_score_percent|quality_score|health_score|satisfaction', normal(0, 100, 72, 15)), rule('credit_score', normal(300, 850, 680, 80)), rule('iq', normal(55, 160, 100, 15)),
  rule('ratio|share|probability|confidence|fraction|likelihood|conversion_rate|churn_(rate|probability)|accuracy|weighting|click_through_rate|ctr|bounce_rate|open_rate', even(0, 1, 3)), rule('percent|percentage|pct|progress|(.+_)(percent|percentage|pct)|completion|humidity|battery|battery_level|utili[sz]ation|cpu|cpu_usage|memory_usage|disk_usage|occupancy|margin|alcohol', even(0, 100)), rule('rate', even(0, 25)),
  rule('lat|latitude|geo_lat', (_column, { role }) => semanticFor('LATITUDE', role)), rule('lng|lon|long|longitude|geo_l(ng|on)', (_column, { role }) => semanticFor('LONGITUDE', role)),
  rule('weight(_kg)?|mass|body_weight|shipping_weight|gross_weight|net_weight', ({ subject, ...column }, reading) => (isPerson(subject) ? normal(42, 150, 74, 14, 1) : skewed(0.05, 200, 4, 9))({ subject, ...column }, reading)), rule('weight_(g|grams)', skewed(5, 20_000, 900, 1500)), rule('weight_(lb|lbs|pounds)', skewed(1, 400, 30, 50)),
  rule('height(_cm)?', ({ subject, ...column }, reading) => (isPerson(subject) ? normal(145, 208, 171, 10) : even(1, 250))({ subject, ...column }, reading)), rule('bmi', normal(15, 45, 25, 4, 1)), rule('width(_(cm|mm|px))?|length(_(cm|mm))?|depth(_cm)?|diameter|thickness|radius|size|dimension', skewed(1, 500, 40, 45)),
  rule('distance(_km|_miles)?|radius_km|trip_distance', skewed(0.1, 5000, 60, 160)), rule('mileage|odometer|km|kilometers|miles', skewed(0, 350_000, 65_000, 45_000)), rule('speed|max_speed|velocity|wind_speed', normal(0, 180, 60, 28)), rule('altitude|elevation', skewed(0, 5000, 350, 500)),
  rule('temperature|temp|temperature_c|temp_c|avg_temp', normal(-25, 45, 14, 9, 1)), rule('body_temperature', normal(35, 41, 36.8, 0.5, 1)), rule('pressure|air_pressure', normal(950, 1050, 1013, 12, 1)), rule('voltage', normal(200, 250, 230, 4, 1)), rule('current|amperage', skewed(0.1, 64, 8, 8)), rule('power|watts|wattage|horsepower|hp', skewed(5, 2000, 180, 160)),
  rule('area|square_(feet|meters|metres)|sqft|sq_ft|area_sqm|surface|floor_area|lot_size', skewed(10, 20_000, 160, 240)), rule('volume', skewed(1, 5000, 120, 200)), rule('calories|kcal|energy', skewed(20, 2000, 320, 220)), rule('protein|fat|carbs|carbohydrates|fiber|fibre|sugar|sodium', skewed(0, 200, 14, 16)),
  rule('heart_rate|pulse|bpm', normal(45, 180, 74, 12)), rule('systolic|systolic_bp', normal(90, 190, 122, 14)), rule('diastolic|diastolic_bp', normal(50, 120, 79, 10)), rule('tempo', even(60, 180)), rule('bytes|file_size|size_bytes|content_length|filesize|size_in_bytes|bytes_sent|bytes_received', skewed(200, 50_000_000, 4_000_000, 3_000_000)),
];

const IDENTITIES: readonly Rule[] = [
  rule('(.+_)?(id|ref|key|number|no|num|code)', (column) => numbers({ minimum: 1, maximum: 100_000 }, column)),
  rule('(count|num|number|total|n|no)_(of_)?.+|.+_(count|cnt)|count|num', skewed(0, 1000, 25, 60)),
  rule('.+_by|reports_to|manager|parent|assigned_to|owner|author|ship_via', (column) => numbers({ minimum: 1, maximum: 1000 }, column)),
];

/** Rules for numbers, the surest first. */
export const NUMBER_RULES: readonly Rule[] = [...COUNTS, ...MONEY, ...MEASURES, ...IDENTITIES];

/** Numbers that come as text: only what is a number for sure by name. */
export const NUMBERS_AS_TEXT: readonly Rule[] = [
  rule('age', (_column, { role }) => semanticFor('AGE', role)),
  rule('price|unit_price|amount|total|cost|balance|salary|weight|height', () => ({ kind: 'pattern', regex: '[1-9][0-9]{0,2}\\.[0-9]{2}' })),
  rule('quantity|qty|count|stock', () => ({ kind: 'pattern', regex: '[1-9][0-9]?' })),
  rule('year|model_year', () => ({ kind: 'pattern', regex: '20[0-2][0-9]' })),
  rule('(is|has)_.+|active|enabled|verified|deleted', () => category('true:7 false:3')),
];
