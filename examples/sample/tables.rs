//! The tables written by hand: sites, events, requests, auctions, the rotation plan.
//!
//! Text as it goes to the file; `write` checks that each row has a cell for each column.

/// Prefecture, counties, depots, institutions, streets, markets, compounds; only counties carry a population.
pub const SITES: &str = "\
site,name,parent,level,class,lat,lon,risk,population,beds
C00,岚河市,,city,,41.2000,105.4000,medium,,
C01,临湖区,C00,county,,41.2100,105.4200,medium,386000,
C02,西渡区,C00,county,,41.1500,105.2800,medium,241000,
C03,沙原县,C00,county,,41.5200,105.8100,high,168000,
C04,青桥县,C00,county,,40.9300,105.6000,low,212000,
C05,榆岭县,C00,county,,40.7100,104.9500,low,148000,
C06,石塘县,C00,county,,41.4400,104.8800,low,197000,
C07,南渠县,C00,county,,40.8200,105.3100,low,153000,
D00,市级医疗物资储备库,C00,city,depot,41.2260,105.4410,low,,
D01,临湖区储备库,C01,county,depot,41.2050,105.4330,low,,
D02,西渡区储备库,C02,county,depot,41.1520,105.2910,low,,
D03,沙原县储备库,C03,county,depot,41.5150,105.8020,medium,,
D04,青桥县储备库,C04,county,depot,40.9350,105.6080,low,,
D05,榆岭县储备库,C05,county,depot,40.7150,104.9580,low,,
D06,石塘县储备库,C06,county,depot,41.4460,104.8870,low,,
D07,南渠县储备库,C07,county,depot,40.8240,105.3150,low,,
H01,市第一人民医院,C00,institution,case_hospital;designated_hospital;fever_clinic;lab,41.2140,105.4150,medium,,1200
H02,市传染病医院,C00,institution,designated_hospital;fever_clinic;lab,41.2480,105.3900,medium,,420
H03,市中医医院,C00,institution,fever_clinic,41.2030,105.4080,low,,700
H04,市康复医院,C00,institution,,41.1960,105.4400,low,,300
H11,临湖区人民医院,C01,institution,fever_clinic;lab,41.2190,105.4260,low,,600
H21,西渡区人民医院,C02,institution,fever_clinic;lab,41.1490,105.2830,low,,480
H31,沙原县人民医院,C03,institution,case_hospital;designated_hospital;fever_clinic;lab,41.5210,105.8080,high,,450
H32,沙原县中医院,C03,institution,fever_clinic,41.5290,105.8160,high,,120
H41,青桥县人民医院,C04,institution,fever_clinic,40.9310,105.6030,low,,380
H51,榆岭县人民医院,C05,institution,fever_clinic,40.7090,104.9530,low,,300
H61,石塘县人民医院,C06,institution,fever_clinic,41.4390,104.8830,low,,360
H71,南渠县人民医院,C07,institution,fever_clinic,40.8210,105.3070,low,,320
K00,市疾控中心,C00,institution,cdc;lab,41.2230,105.4190,low,,
K03,沙原县疾控中心,C03,institution,cdc;lab,41.5180,105.8130,high,,
G00,岚河火车站卡口,C01,institution,gate,41.2310,105.4050,medium,,
G03,沙原高速卡口,C03,institution,gate,41.5000,105.7900,high,,
Q01,临湖集中隔离点,C01,institution,isolation,41.1900,105.4500,medium,,200
Q31,沙原第一隔离点,C03,institution,isolation,41.5300,105.8200,high,,160
Q32,沙原第二隔离点,C03,institution,isolation,41.5100,105.8250,high,,120
O00,市防控指挥部办公室,C00,institution,office,41.2170,105.4230,low,,
T11,湖滨街道,C01,street,community;station,41.2080,105.4290,low,,
T21,渡口街道,C02,street,community,41.1530,105.2790,low,,
T31,沙原城关街道,C03,street,community;station,41.5220,105.8110,high,,
T32,沙原东街街道,C03,street,community;station,41.5250,105.8230,high,,
M01,岚河农产品批发市场,C01,market,,41.2350,105.4600,low,,
M02,湖滨超市,C01,market,supermarket,41.2090,105.4300,low,,
M03,渡口超市,C02,market,supermarket,41.1540,105.2800,low,,
M04,沙原超市,C03,market,supermarket,41.5230,105.8120,high,,
X11,湖滨一小区,T11,community,compound;point;controlled,41.2085,105.4295,low,,
X31,城关一小区,T31,community,compound;point;sealed,41.5225,105.8115,high,,
X32,城关二小区,T31,community,compound;point;sealed,41.5215,105.8105,high,,
X33,东街一小区,T32,community,compound;point;controlled,41.5255,105.8235,high,,
";

/// Level IV all along; an outbreak in C03 raises the prefecture to II.
pub const EVENTS: &str = "\
date,scope,level,outbreak,source
2021-09-16,C00,IV,0,command notice 2021-17
2022-02-20,C00,II,0,command notice 2022-04
2022-02-20,C03,II,1,command notice 2022-04
";

/// Sold and failed auctions; prices in yuan a base unit, the fee in yuan.
pub const AUCTIONS: &str = "\
site,item,lot,date,start_price,result,sold_qty,sold_price,fee
D00,medical_cap,MC200601,2022-02-08,0.12,failed,,,300.00
D00,shoe_cover,SC200616,2022-02-21,0.18,failed,,,300.00
D00,medical_cap,MC200601,2022-02-22,0.09,failed,,,300.00
D00,gloves,GL190701,2022-03-02,0.28,failed,,,300.00
D00,medical_mask,MM200702,2022-03-03,0.15,sold,12000,0.16,540.00
D00,shoe_cover,SC200616,2022-03-04,0.14,failed,,,300.00
D00,surgical_mask,SM200625,2022-03-04,0.30,failed,,,300.00
D00,medical_mask,MM200702,2022-03-10,0.12,failed,,,300.00
D00,gloves,GL190701,2022-03-11,0.22,failed,,,300.00
";

/// The annual rotation plan, as its reserve movements post it.
pub const ROTATION: &str = "\
plan,lot,institution,date,from_site,item,qty,unit,form,owner,unit_cost,use_by,per_day
RP2022,GL190901,H01,2022-01-10,D00,gloves,30000,pair,physical,city,0.3850,2022-08-31,2400
RP2022,GL190901,H03,2022-01-10,D00,gloves,10000,pair,physical,city,0.3850,2022-08-31,1120
RP2022,RG211001,K00,2022-01-10,D00,nat_reagent,12000,test,physical,city,5.80,2022-09-30,80
RP2022,SM201211,H01,2022-01-10,D00,surgical_mask,50000,piece,physical,city,0.42,2022-12-10,900
RP2022,SM201211,H02,2022-01-10,D00,surgical_mask,20000,piece,physical,city,0.42,2022-12-10,567
RP2022,SM201211,H03,2022-01-10,D00,surgical_mask,10000,piece,physical,city,0.42,2022-12-10,420
";

/// What was asked of the city reserve on the last two days.
pub const REQUESTS: &str = "\
request,line,date,site,item,qty,unit,use,duty,urgent,priority,weight,need_by,min_qty,min_days_left,countersigned,note
Q0314-01,1,2022-03-14,H31,n95_respirator,6000,piece,observation_ward,first,1,1,3,2022-03-15,1000,180,1,cases admitted
Q0314-01,2,2022-03-14,H31,coverall,2000,piece,observation_ward,first,1,1,3,2022-03-15,500,180,1,cases admitted
Q0314-01,3,2022-03-14,H31,isolation_gown,3000,piece,observation_ward,first,1,1,3,2022-03-15,,180,1,
Q0314-02,1,2022-03-14,H32,n95_respirator,1200,piece,triage,first,1,1,2,2022-03-15,200,180,1,
Q0314-03,1,2022-03-14,K03,n95_respirator,500,piece,tracing,first,1,1,2,2022-03-15,,,1,
Q0314-03,2,2022-03-14,K03,coverall,300,piece,tracing,first,1,1,2,2022-03-15,,,1,
Q0314-04,1,2022-03-14,Q31,n95_respirator,600,piece,isolation_hotel_fever_contact,first,1,2,1,2022-03-16,,,1,
Q0314-05,1,2022-03-14,Q32,n95_respirator,400,piece,isolation_hotel_fever_contact,first,0,2,1,2022-03-16,,,1,
Q0314-06,1,2022-03-14,D03,nat_reagent,36000,test,lab,first,1,1,2,2022-03-17,17640,60,1,two rounds
Q0314-06,2,2022-03-14,D03,sampling_tube,36000,piece,lab,first,1,1,2,2022-03-17,17640,60,1,two rounds
Q0314-07,1,2022-03-14,G03,n95_respirator,200,piece,facility_inspection,first,0,3,1,2022-03-17,,,1,
Q0314-07,2,2022-03-14,G03,gloves,2000,pair,key_place,first,0,3,1,2022-03-17,,,1,
Q0314-08,1,2022-03-14,D05,chlorine_tablet,2400,bottle,disinfection,first,0,2,1,2022-03-20,,365,1,below 30 days
Q0314-08,2,2022-03-14,D05,medicine,6000,box,first_line_clinical,first,0,2,1,2022-03-20,,365,1,below 30 days
Q0315-01,1,2022-03-15,H01,n95_respirator,5000,piece,first_line_clinical,first,1,1,3,2022-03-16,1000,180,1,
Q0315-01,2,2022-03-15,H01,coverall,2500,piece,first_line_clinical,first,1,1,3,2022-03-16,,180,1,
Q0315-01,3,2022-03-15,H01,n95_respirator,400,piece,disinfection,second,0,3,1,2022-03-18,,180,1,logistics staff
Q0315-02,1,2022-03-15,H02,n95_respirator,4000,piece,observation_ward,first,1,1,3,2022-03-16,1000,180,1,
Q0315-02,2,2022-03-15,H02,face_shield,1200,piece,observation_ward,first,0,2,2,2022-03-16,,,1,
Q0315-03,1,2022-03-15,H03,n95_respirator,1800,piece,triage,first,0,2,1,2022-03-17,,180,1,
Q0315-04,1,2022-03-15,H04,n95_respirator,300,piece,triage,first,0,3,1,2022-03-18,,180,0,
Q0315-04,2,2022-03-15,H04,surgical_mask,6000,piece,key_place,first,0,3,1,2022-03-18,,,1,
Q0315-05,1,2022-03-15,H11,n95_respirator,2400,piece,triage,first,0,2,1,2022-03-17,,180,1,
Q0315-06,1,2022-03-15,H21,n95_respirator,1000000,piece,triage,first,1,1,1,2022-03-16,,180,1,as keyed in
Q0315-07,1,2022-03-15,H41,n95_respirator,900,piece,triage,first,0,2,1,2022-03-18,,180,1,
Q0315-08,1,2022-03-15,H51,n95_respirator,1000,piece,triage,first,0,2,1,2022-03-18,,180,1,
Q0315-09,1,2022-03-15,H61,n95_respirator,700,piece,triage,first,0,2,1,2022-03-18,,180,1,
Q0315-10,1,2022-03-15,H71,n95_respirator,800,piece,first_line_clinical,first,0,2,1,2022-03-18,,180,1,
Q0315-11,1,2022-03-15,K00,n95_respirator,600,piece,lab,first,0,2,1,2022-03-17,,,1,
Q0315-12,1,2022-03-15,O00,n95_respirator,500,piece,office,second,0,3,1,2022-03-18,,,1,office work
Q0315-12,2,2022-03-15,O00,n95_respirator,60,piece,command_inspection,first,0,2,1,2022-03-17,,,1,
Q0315-12,3,2022-03-15,O00,surgical_mask,2000,piece,office,second,0,3,1,2022-03-18,,,1,
Q0315-13,1,2022-03-15,T31,surgical_mask,8000,piece,key_place,first,0,2,1,2022-03-16,,,1,
Q0315-13,2,2022-03-15,T31,ir_thermometer,40,piece,key_place,first,0,3,1,2022-03-18,,,0,equipment goes to institutions
Q0315-14,1,2022-03-15,T32,medical_mask,5000,piece,key_person,second,0,3,1,2022-03-18,,,1,
Q0315-15,1,2022-03-15,Q01,n95_respirator,240,piece,other_high_need,first,0,3,1,2022-03-18,,,1,
";
