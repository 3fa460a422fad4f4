// Countries and cities of Europe, in the line format that gazetteer.ts reads.

export const EUROPE = `
GB;United Kingdom;Europe;British;English;44;GBP;@@# #@@;Europe/London;20 7946 0###
London;England;ENG;51.51;-0.13;SW# #AB | Manchester;England;ENG;53.48;-2.24;M# #DN | Birmingham;England;ENG;52.49;-1.90;B# #EH | Leeds;England;ENG;53.80;-1.55;LS# #JA
Liverpool;England;ENG;53.41;-2.98;L# #LD | Bristol;England;ENG;51.45;-2.59;BS# #RS | Sheffield;England;ENG;53.38;-1.47;S# #TG | Newcastle upon Tyne;England;ENG;54.98;-1.61;NE# #UX
Oxford;England;ENG;51.75;-1.26;OX# #WN | Cambridge;England;ENG;52.21;0.12;CB# #XE | Edinburgh;Scotland;SCT;55.95;-3.19;EH# #YL | Glasgow;Scotland;SCT;55.86;-4.25;G# #ZS
Cardiff;Wales;WLS;51.48;-3.18;CF# #BD | Belfast;Northern Ireland;NIR;54.60;-5.93;BT# #GF

IE;Ireland;Europe;Irish;English;353;EUR;D## @###;Europe/Dublin;1 ### ####
Dublin;Leinster;L;53.35;-6.26;D0# X### | Cork;Munster;M;51.90;-8.47;T12 E### | Galway;Connacht;C;53.27;-9.05;H91 F### | Limerick;Munster;M;52.66;-8.63;V94 K###

DE;Germany;Europe;German;German;49;EUR;#####;Europe/Berlin;30 ########
Berlin;Berlin;BE;52.52;13.40;101## | Hamburg;Hamburg;HH;53.55;9.99;200## | München;Bayern;BY;48.14;11.58;803## | Nürnberg;Bayern;BY;49.45;11.08;904##
Augsburg;Bayern;BY;48.37;10.90;861## | Köln;Nordrhein-Westfalen;NW;50.94;6.96;506## | Düsseldorf;Nordrhein-Westfalen;NW;51.23;6.78;402## | Dortmund;Nordrhein-Westfalen;NW;51.51;7.47;441##
Münster;Nordrhein-Westfalen;NW;51.96;7.63;481## | Aachen;Nordrhein-Westfalen;NW;50.78;6.08;520## | Frankfurt am Main;Hessen;HE;50.11;8.68;603## | Stuttgart;Baden-Württemberg;BW;48.78;9.18;701##
Freiburg;Baden-Württemberg;BW;48.00;7.84;791## | Leipzig;Sachsen;SN;51.34;12.37;041## | Dresden;Sachsen;SN;51.05;13.74;010## | Hannover;Niedersachsen;NI;52.38;9.73;301##
Bremen;Bremen;HB;53.08;8.80;281## | Mainz;Rheinland-Pfalz;RP;49.99;8.25;551## | Kiel;Schleswig-Holstein;SH;54.32;10.14;241## | Rostock;Mecklenburg-Vorpommern;MV;54.09;12.14;180##

AT;Austria;Europe;Austrian;German;43;EUR;####;Europe/Vienna;1 #######
Wien;Wien;W;48.21;16.37;10## | Graz;Steiermark;ST;47.07;15.44;80## | Linz;Oberösterreich;OÖ;48.31;14.29;40## | Salzburg;Salzburg;S;47.81;13.04;50## | Innsbruck;Tirol;T;47.27;11.40;60##

CH;Switzerland;Europe;Swiss;German;41;CHF;####;Europe/Zurich;44 ### ## ##
Zürich;Zürich;ZH;47.37;8.54;80## | Genève;Genève;GE;46.20;6.14;12## | Basel;Basel-Stadt;BS;47.56;7.59;40## | Bern;Bern;BE;46.95;7.45;30## | Lausanne;Vaud;VD;46.52;6.63;10## | Luzern;Luzern;LU;47.05;8.31;60##

FR;France;Europe;French;French;33;EUR;#####;Europe/Paris;1 ## ## ## ##
Paris;Île-de-France;IDF;48.86;2.35;750## | Versailles;Île-de-France;IDF;48.80;2.13;780## | Lyon;Auvergne-Rhône-Alpes;ARA;45.76;4.84;6900# | Grenoble;Auvergne-Rhône-Alpes;ARA;45.19;5.72;380##
Marseille;Provence-Alpes-Côte d'Azur;PAC;43.30;5.37;130## | Nice;Provence-Alpes-Côte d'Azur;PAC;43.70;7.27;060## | Toulouse;Occitanie;OCC;43.60;1.44;310## | Montpellier;Occitanie;OCC;43.61;3.88;340##
Bordeaux;Nouvelle-Aquitaine;NAQ;44.84;-0.58;330## | Nantes;Pays de la Loire;PDL;47.22;-1.55;440## | Strasbourg;Grand Est;GES;48.57;7.75;670## | Reims;Grand Est;GES;49.26;4.03;511##
Lille;Hauts-de-France;HDF;50.63;3.07;590## | Rennes;Bretagne;BRE;48.12;-1.68;350## | Rouen;Normandie;NOR;49.44;1.10;760## | Dijon;Bourgogne-Franche-Comté;BFC;47.32;5.04;210##

BE;Belgium;Europe;Belgian;Dutch;32;EUR;####;Europe/Brussels;2 ### ## ##
Bruxelles;Bruxelles-Capitale;BRU;50.85;4.35;10## | Antwerpen;Antwerpen;VAN;51.22;4.40;20## | Gent;Oost-Vlaanderen;VOV;51.05;3.72;90## | Liège;Liège;WLG;50.63;5.57;40## | Brugge;West-Vlaanderen;VWV;51.21;3.22;80##

NL;Netherlands;Europe;Dutch;Dutch;31;EUR;!### @@;Europe/Amsterdam;20 ### ####
Amsterdam;Noord-Holland;NH;52.37;4.90;10## @@ | Haarlem;Noord-Holland;NH;52.39;4.65;20## @@ | Rotterdam;Zuid-Holland;ZH;51.92;4.48;30## @@ | Den Haag;Zuid-Holland;ZH;52.08;4.30;25## @@
Leiden;Zuid-Holland;ZH;52.16;4.50;23## @@ | Utrecht;Utrecht;UT;52.09;5.12;35## @@ | Eindhoven;Noord-Brabant;NB;51.44;5.48;56## @@ | Groningen;Groningen;GR;53.22;6.57;97## @@ | Maastricht;Limburg;LI;50.85;5.69;62## @@

ES;Spain;Europe;Spanish;Spanish;34;EUR;#####;Europe/Madrid;91 ### ## ##
Madrid;Comunidad de Madrid;MD;40.42;-3.70;280## | Barcelona;Cataluña;CT;41.39;2.17;080## | Girona;Cataluña;CT;41.98;2.82;170## | Valencia;Comunidad Valenciana;VC;39.47;-0.38;460##
Alicante;Comunidad Valenciana;VC;38.35;-0.48;030## | Sevilla;Andalucía;AN;37.39;-5.98;410## | Málaga;Andalucía;AN;36.72;-4.42;290## | Granada;Andalucía;AN;37.18;-3.60;180##
Zaragoza;Aragón;AR;41.65;-0.89;500## | Bilbao;País Vasco;PV;43.26;-2.93;480## | Palma;Islas Baleares;IB;39.57;2.65;070## | Salamanca;Castilla y León;CL;40.97;-5.66;370##

PT;Portugal;Europe;Portuguese;Portuguese;351;EUR;####-###;Europe/Lisbon;21 ### ####
Lisboa;Lisboa;11;38.72;-9.14;11##-### | Porto;Porto;13;41.15;-8.61;40##-### | Braga;Braga;03;41.55;-8.43;47##-### | Coimbra;Coimbra;06;40.21;-8.43;30##-### | Faro;Faro;08;37.02;-7.93;80##-###

IT;Italy;Europe;Italian;Italian;39;EUR;#####;Europe/Rome;06 #### ####
Roma;Lazio;RM;41.90;12.50;001## | Milano;Lombardia;MI;45.46;9.19;201## | Bergamo;Lombardia;BG;45.70;9.67;241## | Torino;Piemonte;TO;45.07;7.69;101##
Napoli;Campania;NA;40.85;14.27;801## | Palermo;Sicilia;PA;38.12;13.36;901## | Catania;Sicilia;CT;37.50;15.09;951## | Bologna;Emilia-Romagna;BO;44.49;11.34;401##
Firenze;Toscana;FI;43.77;11.26;501## | Pisa;Toscana;PI;43.72;10.40;561## | Venezia;Veneto;VE;45.44;12.32;301## | Verona;Veneto;VR;45.44;10.99;371##

SE;Sweden;Europe;Swedish;Swedish;46;SEK;### ##;Europe/Stockholm;8 ### ## ##
Stockholm;Stockholms län;AB;59.33;18.07;11# ## | Göteborg;Västra Götalands län;O;57.71;11.97;41# ## | Malmö;Skåne län;M;55.60;13.00;21# ## | Lund;Skåne län;M;55.70;13.19;22# ##
Uppsala;Uppsala län;C;59.86;17.64;75# ## | Örebro;Örebro län;T;59.27;15.21;70# ## | Luleå;Norrbottens län;BD;65.58;22.15;97# ##

NO;Norway;Europe;Norwegian;Norwegian;47;NOK;####;Europe/Oslo;22 ## ## ##
Oslo;Oslo;03;59.91;10.75;01## | Bergen;Vestland;46;60.39;5.32;50## | Trondheim;Trøndelag;50;63.43;10.40;70## | Stavanger;Rogaland;11;58.97;5.73;40##

DK;Denmark;Europe;Danish;Danish;45;DKK;####;Europe/Copenhagen;33 ## ## ##
København;Hovedstaden;84;55.68;12.57;21## | Aarhus;Midtjylland;82;56.16;10.20;80## | Odense;Syddanmark;83;55.40;10.39;50## | Aalborg;Nordjylland;81;57.05;9.92;90##

FI;Finland;Europe;Finnish;Finnish;358;EUR;#####;Europe/Helsinki;9 ### ####
Helsinki;Uusimaa;18;60.17;24.94;001## | Espoo;Uusimaa;18;60.21;24.66;021## | Tampere;Pirkanmaa;11;61.50;23.77;331## | Turku;Varsinais-Suomi;19;60.45;22.27;201## | Oulu;Pohjois-Pohjanmaa;14;65.01;25.47;901##

IS;Iceland;Europe;Icelandic;Icelandic;354;ISK;###;Atlantic/Reykjavik;5## ####
Reykjavík;Höfuðborgarsvæðið;1;64.15;-21.94;10#

PL;Poland;Europe;Polish;Polish;48;PLN;##-###;Europe/Warsaw;22 ### ## ##
Warszawa;Mazowieckie;MZ;52.23;21.01;00-### | Kraków;Małopolskie;MA;50.06;19.94;30-### | Łódź;Łódzkie;LD;51.76;19.46;90-### | Wrocław;Dolnośląskie;DS;51.11;17.04;50-###
Poznań;Wielkopolskie;WP;52.41;16.93;60-### | Gdańsk;Pomorskie;PM;54.35;18.65;80-### | Szczecin;Zachodniopomorskie;ZP;53.43;14.55;70-### | Lublin;Lubelskie;LU;51.25;22.57;20-### | Katowice;Śląskie;SL;50.26;19.02;40-###

CZ;Czechia;Europe;Czech;Czech;420;CZK;### ##;Europe/Prague;222 ### ###
Praha;Praha;10;50.08;14.44;11# ## | Brno;Jihomoravský kraj;64;49.20;16.61;60# ## | Ostrava;Moravskoslezský kraj;80;49.82;18.26;70# ## | Plzeň;Plzeňský kraj;32;49.75;13.38;30# ##

SK;Slovakia;Europe;Slovak;Slovak;421;EUR;### ##;Europe/Bratislava;2 #### ####
Bratislava;Bratislavský kraj;BL;48.15;17.11;81# ## | Košice;Košický kraj;KI;48.72;21.26;04# ##

HU;Hungary;Europe;Hungarian;Hungarian;36;HUF;####;Europe/Budapest;1 ### ####
Budapest;Budapest;BU;47.50;19.04;10## | Debrecen;Hajdú-Bihar;HB;47.53;21.63;40## | Szeged;Csongrád-Csanád;CS;46.25;20.15;67## | Pécs;Baranya;BA;46.07;18.23;76##

RO;Romania;Europe;Romanian;Romanian;40;RON;######;Europe/Bucharest;21 ### ####
București;București;B;44.43;26.10;01#### | Cluj-Napoca;Cluj;CJ;46.77;23.60;40#### | Timișoara;Timiș;TM;45.75;21.23;30#### | Iași;Iași;IS;47.16;27.59;70####

BG;Bulgaria;Europe;Bulgarian;Bulgarian;359;BGN;####;Europe/Sofia;2 ### ####
Sofia;Sofia-Grad;22;42.70;23.32;10## | Plovdiv;Plovdiv;16;42.14;24.75;40## | Varna;Varna;03;43.21;27.91;90##

GR;Greece;Europe;Greek;Greek;30;EUR;### ##;Europe/Athens;21 #### ####
Athens;Attica;I;37.98;23.73;10# ## | Thessaloniki;Central Macedonia;B;40.64;22.94;54# ## | Patras;Western Greece;G;38.25;21.73;26# ## | Heraklion;Crete;M;35.34;25.14;71# ##

UA;Ukraine;Europe;Ukrainian;Ukrainian;380;UAH;#####;Europe/Kyiv;44 ### ## ##
Kyiv;Kyiv;30;50.45;30.52;01### | Lviv;Lviv Oblast;46;49.84;24.03;79### | Odesa;Odesa Oblast;51;46.48;30.72;65### | Kharkiv;Kharkiv Oblast;63;49.99;36.23;61###

HR;Croatia;Europe;Croatian;Croatian;385;EUR;#####;Europe/Zagreb;1 #### ###
Zagreb;Zagreb;21;45.81;15.98;100## | Split;Splitsko-dalmatinska;17;43.51;16.44;210##

SI;Slovenia;Europe;Slovenian;Slovenian;386;EUR;####;Europe/Ljubljana;1 ### ## ##
Ljubljana;Ljubljana;061;46.06;14.51;10## | Maribor;Maribor;070;46.55;15.65;20##

RS;Serbia;Europe;Serbian;Serbian;381;RSD;#####;Europe/Belgrade;11 ### ####
Beograd;Beograd;00;44.79;20.45;110## | Novi Sad;Južnobački;06;45.27;19.83;210##

EE;Estonia;Europe;Estonian;Estonian;372;EUR;#####;Europe/Tallinn;6## ####
Tallinn;Harjumaa;37;59.44;24.75;101## | Tartu;Tartumaa;79;58.38;26.72;510##

LV;Latvia;Europe;Latvian;Latvian;371;EUR;LV-####;Europe/Riga;67 ### ###
Riga;Riga;RIX;56.95;24.11;LV-10##

LT;Lithuania;Europe;Lithuanian;Lithuanian;370;EUR;LT-#####;Europe/Vilnius;5 ### ####
Vilnius;Vilnius County;VL;54.69;25.28;LT-01### | Kaunas;Kaunas County;KU;54.90;23.91;LT-44###

LU;Luxembourg;Europe;Luxembourgish;French;352;EUR;L-####;Europe/Luxembourg;26 ## ## ##
Luxembourg;Luxembourg;LU;49.61;6.13;L-1###
`;
