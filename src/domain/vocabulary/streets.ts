// How an address is written where a language is spoken: street names, and the order of street and number.

export interface StreetStyle {
  readonly names: readonly string[];
  /** Put before or after the number by `numberFirst`. */
  readonly numberFirst: boolean;
  readonly separator: string;
  /** Second lines of an address, as fillPattern reads them. */
  readonly secondLines: readonly string[];
}

const words = (text: string): readonly string[] => text.split(',').map((word) => word.trim());
const crossed = (heads: string, tails: string, join: (head: string, tail: string) => string): readonly string[] =>
  words(heads).flatMap((head) => words(tails).map((tail) => join(head, tail)));
const spaced = (head: string, tail: string): string => `${head} ${tail}`;
const glued = (head: string, tail: string): string => `${head}${tail}`;

const ENGLISH: StreetStyle = {
  names: crossed(
    'Maple, Oak, Cedar, Elm, Pine, Walnut, Chestnut, Willow, Birch, Park, Lake, River, Hill, Spring, Church, Mill, Main, High, Market, Station, Washington, Lincoln, Franklin, Jefferson, Madison, Highland, Meadow, Forest, Garden, Orchard, Prospect, Union, Harbor, Summit, Valley, Sunset, Bridge, Victoria, Queen, King',
    'Street, Avenue, Road, Lane, Drive, Court', spaced),
  numberFirst: true, separator: ' ', secondLines: ['Apt. ###', 'Suite ###', 'Floor !', 'Unit !#', 'Apt. !@', 'PO Box ####'],
};
const GERMAN: StreetStyle = {
  names: [...crossed('Haupt, Bahnhof, Linden, Garten, Schul, Kirch, Berg, Wald, Goethe, Schiller, Mozart, Beethoven, Rosen, Mühlen, Markt, Wiesen, Birken, Eichen, Tannen, Blumen', 'straße, weg, gasse', glued), 'Am Markt', 'Am Stadtpark', 'Im Tal', 'An der Mühle', 'Alte Landstraße'],
  numberFirst: false, separator: ' ', secondLines: ['Hinterhaus', '!. OG links', '!. OG rechts', 'Whg. !#'],
};
const FRENCH: StreetStyle = {
  names: crossed('rue, avenue, boulevard, place, allée', 'de la République, de la Paix, Victor Hugo, Jean Jaurès, des Lilas, du Moulin, de l\'Église, Pasteur, des Écoles, du Château, Voltaire, de la Gare, des Tilleuls, Saint-Michel', spaced),
  numberFirst: true, separator: ' ', secondLines: ['Bâtiment @', 'Appartement !#', 'Résidence Les Pins', '!e étage'],
};
const SPANISH: StreetStyle = {
  names: crossed('Calle, Avenida, Paseo, Plaza', 'Mayor, de la Constitución, del Sol, San Juan, Cervantes, de la Paz, Real, Santa Ana, Libertad, de los Olivos, Colón, del Prado, Independencia, Las Flores', spaced),
  numberFirst: false, separator: ' ', secondLines: ['Piso !, Puerta @', 'Bajo @', 'Escalera @', 'Depto. !##'],
};
const PORTUGUESE: StreetStyle = {
  names: crossed('Rua, Avenida, Praça, Travessa', 'das Flores, da Liberdade, do Comércio, São João, Sete de Setembro, da Paz, Santo Antônio, das Palmeiras, XV de Novembro, do Sol, Tiradentes, da Independência', spaced),
  numberFirst: false, separator: ', ', secondLines: ['Apto ###', 'Bloco @', 'Sala !##', 'Casa !'],
};
const ITALIAN: StreetStyle = {
  names: crossed('Via, Corso, Viale, Piazza', 'Roma, Garibaldi, Mazzini, Cavour, Dante, Verdi, della Libertà, Manzoni, Marconi, San Marco, Vittorio Emanuele, dei Mille, Galilei', spaced),
  numberFirst: false, separator: ', ', secondLines: ['Interno !', 'Scala @', 'Piano !'],
};
const DUTCH: StreetStyle = {
  names: crossed('Kerk, Dorps, School, Molen, Beatrix, Wilhelmina, Juliana, Haven, Markt, Linden, Eiken, Beuken, Station, Nieuw', 'straat, laan, weg, plein', glued),
  numberFirst: false, separator: ' ', secondLines: ['bus !', '!-hoog', 'Unit !'],
};
const POLISH: StreetStyle = {
  names: words('ul. Polna, ul. Leśna, ul. Słoneczna, ul. Krótka, ul. Szkolna, ul. Ogrodowa, ul. Lipowa, ul. Brzozowa, ul. Łąkowa, ul. Kwiatowa, ul. Mickiewicza, ul. Kościuszki, ul. Sienkiewicza, ul. Piłsudskiego, al. Niepodległości, ul. Długa, ul. Kopernika, ul. Chopina'),
  numberFirst: false, separator: ' ', secondLines: ['m. !#', 'lok. !', 'kl. @'],
};
const NORDIC: StreetStyle = {
  names: crossed('Stor, Kungs, Skol, Kyrko, Björk, Sjö, Strand, Ny, Park, Ring, Äng, Skogs, Norra Ring, Östra Strand', 'gatan, vägen, stigen', glued),
  numberFirst: false, separator: ' ', secondLines: ['Lgh 1!##', 'Plan !', 'Uppgång @'],
};
const JAPANESE: StreetStyle = {
  names: words('Sakuragaoka, Midorimachi, Honcho, Asahicho, Higashimachi, Nishimachi, Minamicho, Kitamachi, Sakaemachi, Nakamachi, Aobacho, Hinode, Wakabacho, Izumicho'),
  numberFirst: false, separator: ' 2-', secondLines: ['!##', 'Heights !##', '!F'],
};

const BY_LANGUAGE: Readonly<Record<string, StreetStyle>> = {
  German: GERMAN, French: FRENCH, Spanish: SPANISH, Portuguese: PORTUGUESE, Italian: ITALIAN, Dutch: DUTCH, Polish: POLISH,
  Swedish: NORDIC, Norwegian: NORDIC, Danish: NORDIC, Japanese: JAPANESE,
};

/** The style of a country's language; English where we know none. */
export function streetStyleOf(language: string): StreetStyle {
  return BY_LANGUAGE[language] ?? ENGLISH;
}
