// The words of general prose: sentences about work and the day, comments, notes, reviews, tickets, log lines, titles.
// Every sentence rule ends in its full stop and begins small where a capital is set by the writer.
import type { Rules } from './grammar.ts';

const list = (text: string): readonly string[] => text.split('|').map((entry) => entry.trim());

const COMMON = {
  short: list('{adjective} {thing}'),
  adjective: list('quiet|early|recent|careful|honest|unusual|small|ambitious|practical|steady|simple|useful|open|bright|old|new|gentle|curious|bold|modest|thorough|patient|unexpected|familiar|detailed|short|long|local|remote|shared'),
  thing: list('report|plan|meeting|idea|project|workshop|proposal|draft|schedule|budget|survey|prototype|release|interview|agreement|summary|question|review|presentation|training|invoice|delivery|map|story|discussion|experiment|design|forecast|checklist|tour'),
  group: list('the team|our partners|the new manager|the board|several customers|the night shift|both offices|the design group|two volunteers|the research team|our neighbours|the finance department|most visitors|the support desk|a few students|the project lead|the warehouse crew|three engineers'),
  deed: list('finished the {adjective} {thing}|asked for {a} {adjective} {thing}|changed the {thing} at the last minute|agreed on the {thing}|prepared {a} {adjective} {thing}|shared the {thing} with everyone|found a mistake in the {thing}|moved the {thing} to {weekday}|praised the {adjective} {thing}|kept working on the {thing}|started {a} {adjective} {thing} from scratch|postponed the {thing} until {weekday}|signed the {thing} without delay'),
  day: list('Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|last week|yesterday'),
  weekday: list('Monday|Tuesday|Wednesday|Thursday|Friday|the weekend|next week|the end of the month'),
  when: list('this morning|yesterday|on {weekday}|after lunch|before the holidays|last spring|in the evening|ahead of time|over the summer|during the break|at short notice|as planned'),
  why: list('because the {thing} was late|since nobody had seen the {thing} yet|so that everyone could read the {thing}|although the {thing} was not ready|while the {adjective} {thing} was still being written|and the result was better than expected|which saved a good deal of time|and it led to {a} {adjective} {thing}|even though the budget was tight|before anyone could object'),
  place: list('in the main hall|at the harbour|near the station|in the smaller office|on the second floor|by the river|in the old library|across town|at the northern site|in the workshop'),
} satisfies Rules;

const SENTENCES = {
  sentence: list(`{group} {deed} {when}.|{when}, {group} {deed}.|{group} {deed} {why}.|the {adjective} {thing} {place} took longer than the {thing} itself.|there is {a} {adjective} {thing} {place} that {group} should read.|
    it was {a} {adjective} {thing}, and {group} {deed}.|{group} met {place} and {deed}.|nobody expected such {a} {adjective} {thing} from {group}.|after {a} {adjective} {thing}, {group} {deed}.|
    what began as {a} {adjective} {thing} became {a} {adjective} {thing} {when}.|the {thing} and the {thing} were both ready {when}.|with {a} {adjective} {thing} in hand, {group} {deed} {when}.`),
} satisfies Rules;

const TITLES = {
  title: list('The {Adjective} {Thing}|{Gerund} {a} {Adjective} {Thing}|{Thing} and {Thing}|Notes on {a} {Adjective} {Thing}|How to {Verb} {a} {Thing}|{A_few} Ways to {Verb} Your {Thing}|Why the {Thing} Matters|{Adjective} {Thing}s at Work|A Guide to the {Adjective} {Thing}|From {Thing} to {Thing}|{Gerund} the {Thing}|The {Thing} That Changed the {Thing}|Beyond the {Adjective} {Thing}|{Adjective} {Thing}, {Adjective} {Thing}'),
  heading: list('{Thing}|{Thing}|{Adjective} {Thing}|{Thing} and {Thing}'),
  Adjective: list('Quiet|Honest|Early|Practical|Simple|Bright|Hidden|Modern|Patient|Open|Bold|Unusual|Shared|Perfect|Careful|Curious|Second|Better|Useful|Small|Silent|Everyday|Forgotten|Gentle|Northern|Complete'),
  Thing: list('Garden|Report|Workshop|Plan|Journey|Market|Question|Project|Kitchen|Harbour|Library|Archive|Season|Budget|Sketch|Signal|Network|Mountain|Letter|River|Machine|Island|Recipe|Bridge|Compass|Studio|Orchestra|Classroom|Portrait|Window|Engine|Calendar'),
  Verb: list('Plan|Improve|Build|Choose|Repair|Share|Measure|Understand|Organize|Design'),
  Gerund: list('Planning|Improving|Building|Choosing|Repairing|Sharing|Measuring|Understanding|Organizing|Designing'),
  A_few: list('Three|Five|Seven|Ten|Twelve'),
} satisfies Rules;

const COMMENTS = {
  comment: list(`Great work on the {thing}, it reads very well.|I think the {thing} needs one more round.|Could you add {a} {adjective} {thing} here?|This helped me a lot, thank you!|Agreed, let us take this up on {weekday}.|I had the same problem with the {thing} {when}.|
    Thanks for the {adjective} {thing}!|Not sure about the {thing}, the rest looks fine.|Interesting point about the {thing}.|Has anyone tried this with {a} {adjective} {thing}?|Looking forward to the next {thing}.|I would keep the {thing} and drop the {thing}.|
    Works for me since {day}.|The {adjective} {thing} is missing a link to the {thing}.|Well explained, especially the part on the {thing}.|Please see my {thing} from {day}.|+1, the {thing} looks {adjective} now.|Nice {thing}, but the {thing} could be shorter.`),
  note: list(`Call back {when} about the {thing}.|Asked for {a} {adjective} {thing} by {weekday}.|Prefers to be reached {when}.|Waiting for the {thing} from {group}.|Sent the {thing} {when}, no answer yet.|Check the {thing} before {weekday}.|Wants {a} copy of the {thing}.|
    Met {place}, talked about the {thing}.|Follow up on the {adjective} {thing}.|Needs approval from {group}.|Leave at the front desk if nobody answers.|Handle with care.|Discount agreed for the {adjective} {thing}.|Moved to {weekday} on request.|Second reminder sent {when}.|Paid in full, {thing} closed.`),
} satisfies Rules;

const REVIEWS = {
  review: list('{praise}|{praise}|{praise}|{mixed}|{blame}'),
  praise: list(`Exactly what I was looking for, and it {did_well}.|It {did_well}, and delivery took only {days}.|Very happy with it so far: it {did_well}.|I bought it for {someone}, who loves it.|Better than the one I had before, it {did_well}.|Worth every cent, it {did_well}.|Five stars from me and from {someone}.|Arrived within {days}, well packed, and it {did_well}.|My second one already, the first went to {someone}.|I was sceptical at first, but after {days} I would not give it back.`),
  mixed: list(`Good for the price, but it {did_badly}.|It {did_well}; on the other hand it {did_badly}.|Decent overall, though it {did_badly} after {days}.|Does the job, nothing more. {someone_cap} expected a little more.|Nice idea, yet it {did_badly}.`),
  blame: list(`Sadly it {did_badly} after {days}.|I sent it back, because it {did_badly}.|It {did_badly}, and support needed {days} to answer.|Looks better in the pictures. Mine {did_badly}.|Would not buy again: it {did_badly}.`),
  aftermath: list(`Delivery took {days}.|The packaging could be smaller.|{someone_cap} wants one, too.|The colour is just as in the pictures.|I ordered it together with a gift for {someone}.|Support answered within {days}.|I have used it for {days} now.|It replaced one that lasted {years} years.|{someone_cap} noticed at once.|The price dropped {days} later, a pity.`),
  sequel: list('Delivery took {days}.|The packaging could be smaller.|The colour is just as in the pictures.|Support answered within {days}.|I have used it for {days} now.|It replaced one that lasted {years} years.|The price dropped {days} later, a pity.'),
  regret: list('Delivery took {days}, too.|I asked for my money back.|I still wait for an answer, after {days}.|{someone_cap} had warned me.|The old one lasted {years} years.|The box came open as well.|It went back after {days}.|A pity, for I liked the colour.|Not worth the price.'),
  did_well: list('works without a hitch|feels solid|looks lovely|was easy to set up|does what it promises|fits perfectly|is quieter than expected|has held up well|makes life easier|is great value|gets used every day|still looks like new'),
  did_badly: list('stopped working|arrived with a scratch|feels rather flimsy|is smaller than expected|has a strong smell|came without instructions|was hard to put together|faded in the wash|is too loud for a small room|does not quite fit'),
  days: list('two days|three days|four days|a week|ten days|two weeks|a month|six weeks'),
  someone: list('my sister|my father|a friend|our neighbour|my daughter|my partner|a colleague|the whole family|my son|my grandmother'),
  someone_cap: list('My sister|My father|A friend of mine|My partner|The whole family|A colleague'),
} satisfies Rules;

const TICKETS = {
  ticket: list(`Hello, {trouble} since {day}. {tried} {plea}|Hi, {trouble}. {tried} {plea}|Good morning, {trouble}. It happens {often}. {plea}|{trouble_cap}. {tried} It happens {often}. {plea}|Dear support, {trouble}. It happens {often}. {tried} {plea}`),
  trouble: list('I cannot sign in to my account|the export of my {thing} never finishes|my order shows the wrong {detail}|the app closes when I open the {page} page|I was charged twice for one {thing}|the confirmation e-mail never arrives|my password reset link has expired|the {page} page stays blank|uploading {a} {thing} fails with an error|I no longer get notifications|the search finds nothing on the {page} page|my invoice carries the wrong {detail}'),
  trouble_cap: list('The {page} page loads forever|My {detail} cannot be changed|The app shows an error on the {page} page|Syncing stopped without a message|The discount code is refused at checkout'),
  detail: list('address|quantity|delivery date|phone number|company name|tax number|price|currency'),
  page: list('settings|billing|profile|orders|reports|start|search|history'),
  tried: list('I restarted the app twice.|I already cleared the cache.|I tried another browser.|A colleague sees the same.|I followed the help page step by step.|I reinstalled everything.|Nothing changed after the update.|It worked fine before.'),
  often: list('every time|about once a day|only on my phone|since the last update|mostly in the evening|mostly in the morning|on every computer here'),
  plea: list('Please help.|Could you look into it?|What should I do next?|Can you fix this before {weekday}?|Please call me back.|Thank you in advance.|Is there a way round it?'),
  error: list(`Connection to {host} timed out after {number}0 seconds|Could not read {part}: permission denied|Request to {host} failed with status {status}|{part} is missing a required value|Retry {number} of 5 for {part} failed|Unexpected end of input in {part}|Disk quota exceeded while writing {part}|Authentication token for {host} has expired|Checksum mismatch in {part}, expected {number}f{number}c|Out of memory while processing {part} {number}|Invalid date in {part} on line {number}{number}|{host} refused the connection {number} times`),
  host: list('the database|the mail server|the cache|the payment gateway|the search index|the message queue|the file store|the identity provider'),
  part: list('the configuration|block|the order file|the session|the upload|the import|the job|the index|the log|the backup|the report|the schema'),
  number: list('2|3|4|5|6|7|8|9'),
  status: list('400|401|403|404|408|409|429|500|502|503|504'),
} satisfies Rules;

const BIOGRAPHIES = {
  biography: list('{Person_start} {craft} with a weakness for {hobby}.|{Person_start} {craft} who spends free hours on {hobby}.|{craft_cap} by day, lost in {hobby} by night.|Grew up {home} and became {a} {craft}.|Writes about {hobby} and the life of {a} {craft}.|Has worked as {a} {craft} for {years} years, mostly {home}.|Fond of {hobby}, {hobby} and long walks.|Once {a} {craft}, now devoted to {hobby}.'),
  Person_start: list('Curious|Experienced|Award-winning|Self-taught|Cheerful|Restless|Independent'),
  craft: list('teacher|designer|engineer|baker|photographer|nurse|carpenter|journalist|gardener|translator|analyst|musician|architect|editor|illustrator|chemist|pilot|accountant'),
  craft_cap: list('Teacher|Designer|Engineer|Baker|Photographer|Nurse|Carpenter|Journalist|Gardener|Translator|Analyst|Architect|Editor|Chemist'),
  hobby: list('old maps|jazz records|mountain trails|sourdough|chess|bird watching|vintage bicycles|detective novels|pottery|astronomy|board games|open-water swimming|street photography|wild herbs|model trains|cold-water surfing'),
  home: list('by the sea|in a small town|in the mountains|in the north|on a farm|in the old quarter|on the coast|near the border'),
  years: list('three|five|six|eight|nine|ten|twelve|fifteen|twenty'),
} satisfies Rules;

const WORKS = {
  song: list('{Mood} {Image}|{Image} of {Place_name}|{Image} in the {Image}|Don\'t {Plea}|{Plea} Tonight|Under the {Mood} {Image}|{Mood} Hearts|Back to {Place_name}|One More {Image}|{Image} & {Image}|When the {Image} Falls|{Plea} (Until {Time_word})'),
  album: list('{Mood} {Image}|The {Image} Sessions|{Image} and {Image}|Songs from {Place_name}|Live in {Place_name}|{Mood} {Time_word}|Letters to {Place_name}|A {Image} for {Time_word}|The {Mood} Year|Beneath the {Image}'),
  movie: list('The {Mood} {Image}|{Image} of {Place_name}|Return to {Place_name}|The Last {Image}|A {Image} in {Time_word}|{Mood} {Time_word}|The {Image} Keeper|Before the {Image}|{Image} Rising|The {Role} of {Place_name}|The {Role} and the {Image}'),
  book: list('The {Role}\'s {Image}|The {Mood} {Image}|A History of the {Image}|The {Image} and the {Role}|Letters from {Place_name}|{Image} in {Time_word}|The {Role} of {Place_name}|What the {Image} Knew|All the {Mood} {Image}s|The Road to {Place_name}|A {Role} in {Place_name}|{Time_word}, {Mood}'),
  work: list('{Image}|{Image}|{Mood} {Image}'),
  Mood: list('Silver|Broken|Golden|Midnight|Silent|Electric|Paper|Crimson|Hollow|Wild|Distant|Velvet|Burning|Lonely|Northern|Blue|Slow|Secret|Winter|Neon'),
  Image: list('River|Garden|Mirror|Storm|Lantern|Highway|Shadow|Harbor|Fire|Window|Moon|Train|Summer|Letter|Road|Forest|Clock|Ocean|Stranger|Bridge|Signal|Star|Winter|Dream|Tower|Map'),
  Plea: list('Let Me Go|Call Me|Stay|Look Back|Wait for Me|Hold On|Say It|Follow Me|Come Home|Turn Around'),
  Place_name: list('Lisbon|Marrakesh|Avalon|Memphis|Havana|Berlin|the North|Nowhere|Santa Fe|Kyoto|the Valley|Odessa|Montreal|the Island|Vienna|Eden'),
  Time_word: list('Morning|December|Midnight|Autumn|Sunday|Tomorrow|Spring|Daybreak|July|Forever'),
  Role: list('Clockmaker|Daughter|Captain|Gardener|Stranger|Librarian|Painter|Thief|Cartographer|Widow|Pilot|Orphan|Magician|Messenger'),
  artist: list('The {Mood} {Image}s|{Mood} {Image}|{Image} {Image}|{Image} & the {Role}s|{Place_artist} {Image}s|The {Role}s|{Mood} {Role}|{Solo}'),
  Place_artist: list('Lisbon|Memphis|Berlin|Arctic|Kyoto|Vienna|Dublin|Boston|Havana|Bristol'),
  Solo: list('{Solo_first} {Solo_last}'),
  Solo_first: list('Ada|Miles|Nina|Otis|Lena|Ravi|June|Marco|Ines|Leon|Freya|Caleb|Mira|Hugo|Tess|Amara|Jonah|Elin'),
  Solo_last: list('Marlowe|Okafor|Lindqvist|Vega|Hart|Delacroix|Moreau|Steele|Navarro|Quinn|Castellan|Rhodes|Ferrante|Whitlock|Sato|Bloom'),
} satisfies Rules;

/** All rules of general prose. */
export const PHRASES: Rules = { ...COMMON, ...SENTENCES, ...TITLES, ...COMMENTS, ...REVIEWS, ...TICKETS, ...BIOGRAPHIES, ...WORKS };
