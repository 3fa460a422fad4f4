// Countries and cities of the Americas, in the line format that gazetteer.ts reads.

export const AMERICAS = `
US;United States;North America;American;English;1;USD;#####;America/New_York;(!##) 555-01##
New York;New York;NY;40.71;-74.01;100## | Buffalo;New York;NY;42.89;-78.88;142## | Rochester;New York;NY;43.16;-77.61;146## | Albany;New York;NY;42.65;-73.76;122##
Boston;Massachusetts;MA;42.36;-71.06;021## | Worcester;Massachusetts;MA;42.26;-71.80;016## | Providence;Rhode Island;RI;41.82;-71.41;029## | Hartford;Connecticut;CT;41.77;-72.67;061##
Philadelphia;Pennsylvania;PA;39.95;-75.17;191## | Pittsburgh;Pennsylvania;PA;40.44;-80.00;152## | Newark;New Jersey;NJ;40.74;-74.17;071## | Baltimore;Maryland;MD;39.29;-76.61;212##
Richmond;Virginia;VA;37.54;-77.44;232## | Norfolk;Virginia;VA;36.85;-76.29;235## | Charlotte;North Carolina;NC;35.23;-80.84;282## | Raleigh;North Carolina;NC;35.78;-78.64;276##
Charleston;South Carolina;SC;32.78;-79.93;294## | Atlanta;Georgia;GA;33.75;-84.39;303## | Savannah;Georgia;GA;32.08;-81.09;314## | Miami;Florida;FL;25.76;-80.19;331##
Orlando;Florida;FL;28.54;-81.38;328## | Tampa;Florida;FL;27.95;-82.46;336## | Cleveland;Ohio;OH;41.50;-81.69;441## | Columbus;Ohio;OH;39.96;-83.00;432##
Detroit;Michigan;MI;42.33;-83.05;482##;America/Detroit | Indianapolis;Indiana;IN;39.77;-86.16;462##;America/Indiana/Indianapolis | Louisville;Kentucky;KY;38.25;-85.76;402##;America/Kentucky/Louisville | Portland;Maine;ME;43.66;-70.26;041##
Chicago;Illinois;IL;41.88;-87.63;606##;America/Chicago | Milwaukee;Wisconsin;WI;43.04;-87.91;532##;America/Chicago | Minneapolis;Minnesota;MN;44.98;-93.27;554##;America/Chicago | Saint Louis;Missouri;MO;38.63;-90.20;631##;America/Chicago
Kansas City;Missouri;MO;39.10;-94.58;641##;America/Chicago | Omaha;Nebraska;NE;41.26;-95.93;681##;America/Chicago | Des Moines;Iowa;IA;41.59;-93.62;503##;America/Chicago | Nashville;Tennessee;TN;36.16;-86.78;372##;America/Chicago
Memphis;Tennessee;TN;35.15;-90.05;381##;America/Chicago | New Orleans;Louisiana;LA;29.95;-90.07;701##;America/Chicago | Birmingham;Alabama;AL;33.52;-86.80;352##;America/Chicago | Oklahoma City;Oklahoma;OK;35.47;-97.52;731##;America/Chicago
Houston;Texas;TX;29.76;-95.37;770##;America/Chicago | Dallas;Texas;TX;32.78;-96.80;752##;America/Chicago | Austin;Texas;TX;30.27;-97.74;787##;America/Chicago | San Antonio;Texas;TX;29.42;-98.49;782##;America/Chicago
Denver;Colorado;CO;39.74;-104.99;802##;America/Denver | Boulder;Colorado;CO;40.01;-105.27;803##;America/Denver | Salt Lake City;Utah;UT;40.76;-111.89;841##;America/Denver | Albuquerque;New Mexico;NM;35.08;-106.65;871##;America/Denver
Boise;Idaho;ID;43.62;-116.20;837##;America/Boise | Phoenix;Arizona;AZ;33.45;-112.07;850##;America/Phoenix | Tucson;Arizona;AZ;32.22;-110.97;857##;America/Phoenix | Las Vegas;Nevada;NV;36.17;-115.14;891##;America/Los_Angeles
Los Angeles;California;CA;34.05;-118.24;900##;America/Los_Angeles | San Diego;California;CA;32.72;-117.16;921##;America/Los_Angeles | San Francisco;California;CA;37.77;-122.42;941##;America/Los_Angeles | Sacramento;California;CA;38.58;-121.49;958##;America/Los_Angeles
San Jose;California;CA;37.34;-121.89;951##;America/Los_Angeles | Oakland;California;CA;37.80;-122.27;946##;America/Los_Angeles | Portland;Oregon;OR;45.52;-122.68;972##;America/Los_Angeles | Eugene;Oregon;OR;44.05;-123.09;974##;America/Los_Angeles
Seattle;Washington;WA;47.61;-122.33;981##;America/Los_Angeles | Spokane;Washington;WA;47.66;-117.43;992##;America/Los_Angeles | Anchorage;Alaska;AK;61.22;-149.90;995##;America/Anchorage | Honolulu;Hawaii;HI;21.31;-157.86;968##;Pacific/Honolulu

CA;Canada;North America;Canadian;English;1;CAD;@#@ #@#;America/Toronto;(!##) 555-01##
Toronto;Ontario;ON;43.65;-79.38;M#A #B# | Ottawa;Ontario;ON;45.42;-75.70;K#A #B# | Hamilton;Ontario;ON;43.26;-79.87;L#N #P# | Montreal;Quebec;QC;45.50;-73.57;H#X #Y#
Quebec City;Quebec;QC;46.81;-71.21;G#R #S# | Halifax;Nova Scotia;NS;44.65;-63.57;B#H #J#;America/Halifax | Winnipeg;Manitoba;MB;49.90;-97.14;R#C #E#;America/Winnipeg | Calgary;Alberta;AB;51.05;-114.07;T#P #R#;America/Edmonton
Edmonton;Alberta;AB;53.55;-113.49;T#J #K#;America/Edmonton | Vancouver;British Columbia;BC;49.28;-123.12;V#K #L#;America/Vancouver | Victoria;British Columbia;BC;48.43;-123.37;V#S #T#;America/Vancouver

MX;Mexico;North America;Mexican;Spanish;52;MXN;#####;America/Mexico_City;55 #### ####
Ciudad de México;Ciudad de México;CMX;19.43;-99.13;06### | Guadalajara;Jalisco;JAL;20.67;-103.35;44### | Monterrey;Nuevo León;NLE;25.69;-100.32;64### | Puebla;Puebla;PUE;19.04;-98.21;72###
Querétaro;Querétaro;QUE;20.59;-100.39;76### | Mérida;Yucatán;YUC;20.97;-89.62;97### | Tijuana;Baja California;BCN;32.51;-117.04;22###;America/Tijuana | Oaxaca;Oaxaca;OAX;17.07;-96.72;68###

BR;Brazil;South America;Brazilian;Portuguese;55;BRL;#####-###;America/Sao_Paulo;11 9####-####
São Paulo;São Paulo;SP;-23.55;-46.63;01###-### | Campinas;São Paulo;SP;-22.91;-47.06;130##-### | Rio de Janeiro;Rio de Janeiro;RJ;-22.91;-43.17;20###-### | Niterói;Rio de Janeiro;RJ;-22.88;-43.10;240##-###
Belo Horizonte;Minas Gerais;MG;-19.92;-43.94;30###-### | Salvador;Bahia;BA;-12.97;-38.50;40###-###;America/Bahia | Brasília;Distrito Federal;DF;-15.79;-47.88;70###-### | Curitiba;Paraná;PR;-25.43;-49.27;80###-###
Porto Alegre;Rio Grande do Sul;RS;-30.03;-51.23;90###-### | Florianópolis;Santa Catarina;SC;-27.60;-48.55;88###-### | Recife;Pernambuco;PE;-8.05;-34.88;50###-###;America/Recife | Fortaleza;Ceará;CE;-3.73;-38.52;60###-###;America/Fortaleza
Manaus;Amazonas;AM;-3.12;-60.02;69###-###;America/Manaus

AR;Argentina;South America;Argentine;Spanish;54;ARS;####;America/Argentina/Buenos_Aires;11 ####-####
Buenos Aires;Buenos Aires;C;-34.60;-58.38;10## | La Plata;Buenos Aires;B;-34.92;-57.95;19## | Córdoba;Córdoba;X;-31.42;-64.18;50## | Rosario;Santa Fe;S;-32.94;-60.64;20## | Mendoza;Mendoza;M;-32.89;-68.83;55##

CO;Colombia;South America;Colombian;Spanish;57;COP;######;America/Bogota;601 ### ####
Bogotá;Cundinamarca;DC;4.71;-74.07;11#### | Medellín;Antioquia;ANT;6.24;-75.58;05#### | Cali;Valle del Cauca;VAC;3.45;-76.53;76#### | Cartagena;Bolívar;BOL;10.39;-75.51;13####

CL;Chile;South America;Chilean;Spanish;56;CLP;#######;America/Santiago;2 #### ####
Santiago;Región Metropolitana;RM;-33.45;-70.67;83##### | Valparaíso;Valparaíso;VS;-33.05;-71.61;23##### | Concepción;Biobío;BI;-36.83;-73.05;40#####

PE;Peru;South America;Peruvian;Spanish;51;PEN;#####;America/Lima;1 ### ####
Lima;Lima;LIM;-12.05;-77.04;15### | Arequipa;Arequipa;ARE;-16.41;-71.54;04### | Cusco;Cusco;CUS;-13.53;-71.97;08###

VE;Venezuela;South America;Venezuelan;Spanish;58;VES;####;America/Caracas;212-###-####
Caracas;Distrito Capital;A;10.48;-66.90;10## | Maracaibo;Zulia;V;10.65;-71.65;40## | Barquisimeto;Lara;K;10.07;-69.32;30##

EC;Ecuador;South America;Ecuadorian;Spanish;593;USD;######;America/Guayaquil;2 ### ####
Quito;Pichincha;P;-0.18;-78.47;17#### | Guayaquil;Guayas;G;-2.19;-79.89;09####

UY;Uruguay;South America;Uruguayan;Spanish;598;UYU;#####;America/Montevideo;2 ### ####
Montevideo;Montevideo;MO;-34.90;-56.16;11###

CR;Costa Rica;North America;Costa Rican;Spanish;506;CRC;#####;America/Costa_Rica;2### ####
San José;San José;SJ;9.93;-84.08;10### | Alajuela;Alajuela;A;10.02;-84.21;20###
`;
