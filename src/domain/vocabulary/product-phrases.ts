// The sentences that describe a product. `{product}`, `{noun}`, `{material}`, `{merit}` and `{use}` are slots: what the row's own
// product is, so that the description fits its name.
import type { Rules } from './grammar.ts';

const list = (text: string): readonly string[] => text.split('|').map((entry) => entry.trim());

export const PRODUCT_PHRASES: Rules = {
  opening: list(`{article_product} made of {material} for {use}.|this {product} {merit}.|meet the {product}: it {merit}.|{a} {praise} {product} for {use}.|made of {material}, this {product} {merit}.|designed for {use}, this {product} {merit}.|
    {a} {product} that {merit}, made of {material}.|our {praise} {product} {merit}.|built from {material}, with {use} in mind.|for {use}: {a} {praise} {product} that {merit}.|{a} {praise} answer to {use}, this {product} {merit}.`),
  article_product: list('{a} {product}|{a} {praise} {product}'),
  praise: list('dependable|well-made|thoughtful|handsome|no-nonsense|award-winning|carefully finished|versatile|understated|honest|elegant|robust|popular|everyday|uncomplicated|beautifully simple'),
  second: list(`it also {merit2}.|customers say that it {merit2}.|better still, it {merit2}.|made in {origin}, it {merit2}.|we tested it for {months} months, and it still {merit2}.|thanks to its {detail}, it {merit2}.|
    many buy it because it {merit2}.|what people notice first is that it {merit2}.`),
  third: list(`thanks to {material}, it has {a} {feel} character.|the {detail} {detail_does}.|{a} {feel} finish and {a} {detail} that {detail_does}.|its {detail} {detail_does}.|drawn up in {origin} and made to last.|simple to use and {a} pleasure to own.`),
  category: list('{things} for {use}.|{things} for {use} and {use2}.|all for {use}: {things}.|{things}, and all that goes with them.|everything for {use}, from {thing} to {thing2}.|from {thing} to {thing2}, chosen for {use}.|{things}. Made for {use}.'),
  short: list('{product}|{product}|{praise} {product}'),
  feel: list('warm|solid|smooth|reassuring|refined|natural|premium|light|soft|calm|pleasant|timeless'),
  detail: list('new shape|simple construction|rounded edge|reworked design|generous size|clever closure|hidden detail|compact form|tested finish|reinforced base|single-piece build'),
  detail_does: list('makes all the difference|keeps everything in place|was refined over {months} months|saves time every day|makes it easy to care for|comes from years of practice|sets it apart|leaves nothing to chance'),
  origin: list('Portugal|Italy|Japan|Sweden|Germany|Poland|Vermont|Scotland|Denmark|Slovenia|Canada|Austria'),
  months: list('three|six|eight|nine|twelve|eighteen'),
  closing: list(`comes with {a} {years}-year guarantee.|available in {colors} colours.|ships in plastic-free packaging.|a favourite for {use2}.|spare parts are available for {years} years.|{a} good choice for {use2}, too.|now in its {edition} edition.|makes {a} welcome gift.|also suited to {use2}.|free returns within {days} days.|supplied with {a} short care guide.`),
  years: list('two|three|five|ten'),
  colors: list('three|four|six|seven|nine'),
  edition: list('second|third|fourth|anniversary'),
  days: list('30|45|60|90'),
};
