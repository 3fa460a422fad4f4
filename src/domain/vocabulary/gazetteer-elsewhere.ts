// Countries and cities of Asia, Africa and Oceania, in the line format that gazetteer.ts reads.

export const ELSEWHERE = `
JP;Japan;Asia;Japanese;Japanese;81;JPY;###-####;Asia/Tokyo;3-####-####
Tokyo;Tokyo;13;35.68;139.69;10#-#### | Yokohama;Kanagawa;14;35.44;139.64;22#-#### | Kawasaki;Kanagawa;14;35.53;139.70;21#-#### | Osaka;Osaka;27;34.69;135.50;53#-####
Kyoto;Kyoto;26;35.01;135.77;60#-#### | Kobe;Hyogo;28;34.69;135.20;65#-#### | Nagoya;Aichi;23;35.18;136.91;45#-#### | Fukuoka;Fukuoka;40;33.59;130.40;81#-####
Sapporo;Hokkaido;01;43.06;141.35;06#-#### | Sendai;Miyagi;04;38.27;140.87;98#-#### | Hiroshima;Hiroshima;34;34.39;132.46;73#-#### | Kanazawa;Ishikawa;17;36.56;136.66;92#-####

CN;China;Asia;Chinese;Chinese;86;CNY;######;Asia/Shanghai;10 #### ####
Beijing;Beijing;BJ;39.90;116.41;100### | Shanghai;Shanghai;SH;31.23;121.47;200### | Guangzhou;Guangdong;GD;23.13;113.26;510### | Shenzhen;Guangdong;GD;22.54;114.06;518###
Chengdu;Sichuan;SC;30.57;104.07;610### | Hangzhou;Zhejiang;ZJ;30.27;120.16;310### | Wuhan;Hubei;HB;30.59;114.31;430### | Nanjing;Jiangsu;JS;32.06;118.80;210###

KR;South Korea;Asia;South Korean;Korean;82;KRW;#####;Asia/Seoul;2-####-####
Seoul;Seoul;11;37.57;126.98;04### | Busan;Busan;26;35.18;129.08;48### | Incheon;Incheon;28;37.46;126.71;21### | Daegu;Daegu;27;35.87;128.60;41###

IN;India;Asia;Indian;Hindi;91;INR;######;Asia/Kolkata;22 #### ####
Mumbai;Maharashtra;MH;19.08;72.88;4000## | Pune;Maharashtra;MH;18.52;73.86;4110## | New Delhi;Delhi;DL;28.61;77.21;1100## | Bengaluru;Karnataka;KA;12.97;77.59;5600##
Chennai;Tamil Nadu;TN;13.08;80.27;6000## | Hyderabad;Telangana;TG;17.39;78.49;5000## | Kolkata;West Bengal;WB;22.57;88.36;7000## | Ahmedabad;Gujarat;GJ;23.02;72.57;3800##
Jaipur;Rajasthan;RJ;26.91;75.79;3020## | Lucknow;Uttar Pradesh;UP;26.85;80.95;2260## | Kochi;Kerala;KL;9.93;76.27;6820##

ID;Indonesia;Asia;Indonesian;Indonesian;62;IDR;#####;Asia/Jakarta;21 #### ####
Jakarta;Jakarta;JK;-6.21;106.85;101## | Surabaya;Jawa Timur;JI;-7.26;112.75;602## | Bandung;Jawa Barat;JB;-6.92;107.62;401## | Denpasar;Bali;BA;-8.65;115.22;801##;Asia/Makassar

TH;Thailand;Asia;Thai;Thai;66;THB;#####;Asia/Bangkok;2 ### ####
Bangkok;Bangkok;10;13.76;100.50;101## | Chiang Mai;Chiang Mai;50;18.79;98.98;501## | Phuket;Phuket;83;7.88;98.39;830##

VN;Vietnam;Asia;Vietnamese;Vietnamese;84;VND;######;Asia/Ho_Chi_Minh;28 #### ####
Hanoi;Hanoi;HN;21.03;105.85;10#### | Ho Chi Minh City;Ho Chi Minh City;SG;10.82;106.63;70#### | Da Nang;Da Nang;DN;16.05;108.20;55####

PH;Philippines;Asia;Filipino;Filipino;63;PHP;####;Asia/Manila;2 #### ####
Manila;Metro Manila;00;14.60;120.98;10## | Quezon City;Metro Manila;00;14.68;121.04;11## | Cebu City;Cebu;CEB;10.32;123.89;60## | Davao City;Davao del Sur;DAS;7.19;125.46;80##

MY;Malaysia;Asia;Malaysian;Malay;60;MYR;#####;Asia/Kuala_Lumpur;3-#### ####
Kuala Lumpur;Kuala Lumpur;14;3.14;101.69;50### | George Town;Penang;07;5.41;100.33;10### | Johor Bahru;Johor;01;1.49;103.74;80###

SG;Singapore;Asia;Singaporean;English;65;SGD;######;Asia/Singapore;6### ####
Singapore;Singapore;SG;1.35;103.82;04####

TW;Taiwan;Asia;Taiwanese;Chinese;886;TWD;###;Asia/Taipei;2 #### ####
Taipei;Taipei;TPE;25.03;121.57;10# | Taichung;Taichung;TXG;24.15;120.67;40# | Kaohsiung;Kaohsiung;KHH;22.63;120.30;80#

TR;Turkey;Asia;Turkish;Turkish;90;TRY;#####;Europe/Istanbul;212 ### ## ##
Istanbul;Istanbul;34;41.01;28.98;340## | Ankara;Ankara;06;39.93;32.86;060## | Izmir;Izmir;35;38.42;27.14;350## | Antalya;Antalya;07;36.90;30.70;070## | Bursa;Bursa;16;40.19;29.06;160##

IL;Israel;Asia;Israeli;Hebrew;972;ILS;#######;Asia/Jerusalem;3-###-####
Tel Aviv;Tel Aviv;TA;32.09;34.78;61##### | Jerusalem;Jerusalem;JM;31.77;35.21;91##### | Haifa;Haifa;HA;32.79;34.99;31#####

AE;United Arab Emirates;Asia;Emirati;Arabic;971;AED;00000;Asia/Dubai;4 ### ####
Dubai;Dubai;DU;25.20;55.27 | Abu Dhabi;Abu Dhabi;AZ;24.45;54.38

SA;Saudi Arabia;Asia;Saudi;Arabic;966;SAR;#####;Asia/Riyadh;11 ### ####
Riyadh;Riyadh;01;24.71;46.68;11### | Jeddah;Makkah;02;21.49;39.19;21### | Dammam;Eastern Province;04;26.42;50.09;32###

EG;Egypt;Africa;Egyptian;Arabic;20;EGP;#####;Africa/Cairo;2 #### ####
Cairo;Cairo;C;30.04;31.24;115## | Alexandria;Alexandria;ALX;31.20;29.92;215## | Giza;Giza;GZ;30.01;31.21;125##

ZA;South Africa;Africa;South African;English;27;ZAR;####;Africa/Johannesburg;11 ### ####
Johannesburg;Gauteng;GP;-26.20;28.05;20## | Pretoria;Gauteng;GP;-25.75;28.19;00## | Cape Town;Western Cape;WC;-33.92;18.42;80## | Durban;KwaZulu-Natal;KZN;-29.86;31.02;40##

NG;Nigeria;Africa;Nigerian;English;234;NGN;######;Africa/Lagos;1 ### ####
Lagos;Lagos;LA;6.52;3.38;100### | Abuja;Federal Capital Territory;FC;9.06;7.50;900### | Ibadan;Oyo;OY;7.38;3.95;200### | Kano;Kano;KN;12.00;8.52;700###

KE;Kenya;Africa;Kenyan;Swahili;254;KES;#####;Africa/Nairobi;20 ### ####
Nairobi;Nairobi;30;-1.29;36.82;001## | Mombasa;Mombasa;28;-4.04;39.67;801##

MA;Morocco;Africa;Moroccan;Arabic;212;MAD;#####;Africa/Casablanca;522-######
Casablanca;Casablanca-Settat;06;33.57;-7.59;200## | Rabat;Rabat-Salé-Kénitra;04;34.02;-6.84;100## | Marrakesh;Marrakesh-Safi;07;31.63;-8.01;400##

GH;Ghana;Africa;Ghanaian;English;233;GHS;@@-###-####;Africa/Accra;30 ### ####
Accra;Greater Accra;AA;5.60;-0.19;GA-###-#### | Kumasi;Ashanti;AH;6.69;-1.62;AK-###-####

AU;Australia;Oceania;Australian;English;61;AUD;####;Australia/Sydney;2 5550 ####
Sydney;New South Wales;NSW;-33.87;151.21;20## | Newcastle;New South Wales;NSW;-32.93;151.78;23## | Canberra;Australian Capital Territory;ACT;-35.28;149.13;26## | Melbourne;Victoria;VIC;-37.81;144.96;30##;Australia/Melbourne
Geelong;Victoria;VIC;-38.15;144.36;32##;Australia/Melbourne | Brisbane;Queensland;QLD;-27.47;153.03;40##;Australia/Brisbane | Adelaide;South Australia;SA;-34.93;138.60;50##;Australia/Adelaide | Perth;Western Australia;WA;-31.95;115.86;60##;Australia/Perth
Hobart;Tasmania;TAS;-42.88;147.33;70##;Australia/Hobart

NZ;New Zealand;Oceania;New Zealander;English;64;NZD;####;Pacific/Auckland;9 ### ####
Auckland;Auckland;AUK;-36.85;174.76;10## | Wellington;Wellington;WGN;-41.29;174.78;60## | Christchurch;Canterbury;CAN;-43.53;172.64;80## | Hamilton;Waikato;WKO;-37.79;175.28;32## | Dunedin;Otago;OTA;-45.88;170.50;90##
`;
