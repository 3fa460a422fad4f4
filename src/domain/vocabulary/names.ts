// People's names by locale: faker's lists (read once, none of its randomness), each name beside its ASCII form for
// addresses. Japanese names are our own, because e-mails need to know how they are read.
import { faker as de } from '@faker-js/faker/locale/de';
import { faker as en } from '@faker-js/faker/locale/en';
import { faker as es } from '@faker-js/faker/locale/es';
import { faker as fr } from '@faker-js/faker/locale/fr';
import { faker as it } from '@faker-js/faker/locale/it';
import { faker as nl } from '@faker-js/faker/locale/nl';
import { faker as pl } from '@faker-js/faker/locale/pl';
import { faker as pt_BR } from '@faker-js/faker/locale/pt_BR';
import { faker as sv } from '@faker-js/faker/locale/sv';
import { InvalidInput } from '../errors.ts';
import { slugOf } from './text.ts';

/** Names of one kind, and at the same index the ASCII form of each. */
export interface NameList {
  readonly names: readonly string[];
  readonly slugs: readonly string[];
}

export interface LocaleNames {
  readonly femaleFirst: NameList;
  readonly maleFirst: NameList;
  readonly femaleLast: NameList;
  readonly maleLast: NameList;
  readonly femaleTitles: readonly string[];
  readonly maleTitles: readonly string[];
  readonly legalForms: readonly string[];
  /** The family name stands first. */
  readonly familyFirst: boolean;
  /** ISO codes of the countries where most of the locale's people live; none: anywhere. */
  readonly countries: readonly string[];
}

interface LocaleFacts {
  readonly titles: readonly [female: readonly string[], male: readonly string[]];
  readonly legalForms: readonly string[];
  readonly countries: readonly string[];
}

const FACTS = {
  en: { titles: [['Ms.', 'Mrs.', 'Dr.'], ['Mr.', 'Mr.', 'Dr.']], legalForms: ['Inc.', 'LLC', 'Ltd', 'Group', 'Co.'], countries: [] },
  de: { titles: [['Frau', 'Frau', 'Frau Dr.'], ['Herr', 'Herr', 'Herr Dr.']], legalForms: ['GmbH', 'AG', 'KG', 'GmbH & Co. KG', 'Gruppe'], countries: ['DE', 'AT', 'CH'] },
  fr: { titles: [['Mme', 'Mme', 'Dr'], ['M.', 'M.', 'Dr']], legalForms: ['SARL', 'SA', 'SAS', 'Groupe'], countries: ['FR', 'BE'] },
  es: { titles: [['Sra.', 'Srta.', 'Dra.'], ['Sr.', 'Sr.', 'Dr.']], legalForms: ['S.L.', 'S.A.', 'Hermanos', 'Grupo'], countries: ['ES', 'MX', 'AR', 'CO'] },
  it: { titles: [['Sig.ra', 'Dott.ssa'], ['Sig.', 'Dott.']], legalForms: ['S.r.l.', 'S.p.A.', 'Gruppo'], countries: ['IT'] },
  nl: { titles: [['Mevr.', 'Mevr.', 'Dr.'], ['Dhr.', 'Dhr.', 'Dr.']], legalForms: ['B.V.', 'N.V.', 'Groep', 'V.O.F.'], countries: ['NL', 'BE'] },
  pt_BR: { titles: [['Sra.', 'Srta.', 'Dra.'], ['Sr.', 'Sr.', 'Dr.']], legalForms: ['Ltda.', 'S.A.', 'EIRELI', 'Grupo'], countries: ['BR'] },
  pl: { titles: [['Pani'], ['Pan']], legalForms: ['S.A.', 'Sp. z o.o.', 'Sp. j.'], countries: ['PL'] },
  sv: { titles: [['Fru', 'Dr.'], ['Herr', 'Dr.']], legalForms: ['AB', 'Gruppen', 'Handelsbolag'], countries: ['SE'] },
  ja: { titles: [['様'], ['様']], legalForms: ['株式会社', '合同会社', '有限会社'], countries: ['JP'] },
} as const satisfies Readonly<Record<string, LocaleFacts>>;

export const LOCALES = Object.keys(FACTS) as readonly (keyof typeof FACTS)[]; // keys() of a literal: exactly these
export type Locale = (typeof LOCALES)[number];

const FAKERS = { en, de, fr, es, it, nl, pt_BR, pl, sv } as const;

const JAPANESE_LAST = `佐藤:sato 鈴木:suzuki 高橋:takahashi 田中:tanaka 伊藤:ito 渡辺:watanabe 山本:yamamoto 中村:nakamura 小林:kobayashi 加藤:kato 吉田:yoshida 山田:yamada
 佐々木:sasaki 山口:yamaguchi 松本:matsumoto 井上:inoue 木村:kimura 林:hayashi 斎藤:saito 清水:shimizu 山崎:yamazaki 森:mori 池田:ikeda 橋本:hashimoto 阿部:abe 石川:ishikawa
 山下:yamashita 中島:nakajima 石井:ishii 小川:ogawa 前田:maeda 岡田:okada 長谷川:hasegawa 藤田:fujita 後藤:goto 近藤:kondo 村上:murakami 遠藤:endo 青木:aoki 坂本:sakamoto
 福田:fukuda 太田:ota 西村:nishimura 藤井:fujii 金子:kaneko 岡本:okamoto 藤原:fujiwara 三浦:miura 中野:nakano 原田:harada 松田:matsuda 竹内:takeuchi 小野:ono 中山:nakayama`;
const JAPANESE_FEMALE = `さくら:sakura 陽菜:hina 美咲:misaki 葵:aoi 結衣:yui 凛:rin 莉子:riko 七海:nanami 優奈:yuna 彩花:ayaka 美優:miyu 愛:ai 真由:mayu 千尋:chihiro 恵:megumi 由美:yumi
 明美:akemi 直子:naoko 裕子:yuko 智子:tomoko 久美子:kumiko 京子:kyoko 和子:kazuko 幸子:sachiko 恵子:keiko 香織:kaori 麻衣:mai 舞:mai 遥:haruka 楓:kaede 琴音:kotone 心春:koharu`;
const JAPANESE_MALE = `蓮:ren 大翔:hiroto 陽斗:haruto 翔太:shota 大輔:daisuke 健太:kenta 拓也:takuya 直樹:naoki 達也:tatsuya 和也:kazuya 翔:sho 亮:ryo 誠:makoto 隆:takashi 浩:hiroshi 健一:kenichi
 徹:toru 学:manabu 修:osamu 豊:yutaka 博:hiroshi 茂:shigeru 勇気:yuki 海斗:kaito 悠真:yuma 湊:minato 樹:itsuki 颯太:sota 陸:riku 駿:shun 圭介:keisuke 雄太:yuta`;

/** The locale of that name. Throws InvalidInput, at path `locale`, when it is none of LOCALES. */
export function localeOf(name: string): Locale {
  const locale = LOCALES.find((candidate) => candidate === name);
  if (locale !== undefined) return locale;
  throw InvalidInput.at(['locale'], `expected one of ${LOCALES.join(', ')}, got ${JSON.stringify(name.slice(0, 40))}. Choose one of these, or leave it out.`);
}

// A cache of constants: what is in it depends on the key alone.
const loaded = new Map<Locale, LocaleNames>();

/** The names of a locale; made at the first call. */
export function namesOf(locale: Locale): LocaleNames {
  const known = loaded.get(locale);
  if (known !== undefined) return known;
  const names = locale === 'ja' ? japaneseNames() : fakerNames(locale);
  loaded.set(locale, names);
  return names;
}

let given: ReadonlySet<string> | undefined;

/** Whether people of any of the locales are given that name. */
export function isGivenName(name: string): boolean {
  given ??= new Set(LOCALES.flatMap((locale) => [namesOf(locale).femaleFirst, namesOf(locale).maleFirst]).flatMap(({ names }) => names));
  return given.has(name);
}

function fakerNames(locale: keyof typeof FAKERS): LocaleNames {
  const person = FAKERS[locale].rawDefinitions.person;
  const lists = [person?.first_name?.female, person?.first_name?.male, person?.last_name?.generic].map((list) => list ?? []);
  const [female = [], male = [], last = []] = lists;
  const femaleLast = locale === 'pl' ? last.map(polishFemaleForm) : last;
  const facts = FACTS[locale];
  const maleLast = nameList(last, locale);
  return {
    femaleFirst: nameList(female, locale),
    maleFirst: nameList(male, locale),
    maleLast,
    femaleLast: femaleLast === last ? maleLast : nameList(femaleLast, locale),
    femaleTitles: facts.titles[0],
    maleTitles: facts.titles[1],
    legalForms: facts.legalForms,
    familyFirst: false,
    countries: facts.countries,
  };
}

function japaneseNames(): LocaleNames {
  const pairs = (text: string): NameList => {
    const entries = text.split(/\s+/).map((entry) => entry.split(':'));
    return { names: entries.map(([name = '']) => name), slugs: entries.map(([, slug = '']) => slug) };
  };
  const last = pairs(JAPANESE_LAST);
  const { titles, legalForms, countries } = FACTS.ja;
  return {
    femaleFirst: pairs(JAPANESE_FEMALE), maleFirst: pairs(JAPANESE_MALE), femaleLast: last, maleLast: last,
    femaleTitles: titles[0], maleTitles: titles[1], legalForms, familyFirst: true, countries,
  };
}

/** Names with their slugs; German umlauts are spelt out, as people there write them. */
function nameList(names: readonly string[], locale: Locale): NameList {
  const spelt = (name: string): string => (locale === 'de' ? name.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue') : name);
  const kept = names.filter((name) => slugOf(spelt(name)) !== '');
  return { names: kept, slugs: kept.map((name) => slugOf(spelt(name))) };
}

function polishFemaleForm(name: string): string {
  return name.replace(/(s|c|dz)ki$/, '$1ka');
}
