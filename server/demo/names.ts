import type { Random } from './random.ts'

type Names = { female: string[]; male: string[]; family: string[] }

// Common given and family names of three regions, put together by chance. No real person is meant.
const regions: Record<'anglophone' | 'francophone' | 'lusophone', Names> = {
  anglophone: {
    female: [
      'Grace',
      'Fatmata',
      'Esther',
      'Mariama',
      'Chikondi',
      'Josephine',
      'Beatrice',
      'Immaculate',
      'Hawa',
      'Patience',
      'Ruth',
      'Winifred',
    ],
    male: [
      'Joseph',
      'Ibrahim',
      'Samuel',
      'Moses',
      'Lamin',
      'Emmanuel',
      'Patrick',
      'Chisomo',
      'Abdul',
      'Francis',
      'Daniel',
      'Sahr',
    ],
    family: [
      'Kollie',
      'Kamara',
      'Banda',
      'Okello',
      'Jallow',
      'Sesay',
      'Phiri',
      'Nabirye',
      'Doe',
      'Koroma',
      'Ceesay',
      'Mbewe',
      'Weah-Toe',
      'Mugisha',
    ],
  },
  francophone: {
    female: [
      'Aïssata',
      'Fanta',
      'Kadiatou',
      'Rasoa',
      'Clémence',
      'Hadja',
      'Solange',
      'Mariam',
      'Espérance',
      'Adjoa',
      'Nadège',
      'Ramatou',
    ],
    male: [
      'Moussa',
      'Ousmane',
      'Jean-Baptiste',
      'Souleymane',
      'Rakoto',
      'Kossi',
      'Issoufou',
      'Théogène',
      'Amadou',
      'Mamadou Aliou',
      'Désiré',
      'Hervé',
    ],
    family: [
      'Traoré',
      'Diallo',
      'Ouédraogo',
      'Rakotomalala',
      'Sawadogo',
      'Uwimana',
      'Bah',
      'Amegan',
      'Maïga',
      'Kaboré',
      'Condé',
      'Randrianarisoa',
      'N’Diaye',
    ],
  },
  lusophone: {
    female: ['Estela', 'Graça', 'Fátima', 'Celeste', 'Lurdes', 'Ana Paula', 'Odete', 'Conceição'],
    male: ['Armando', 'Baltazar', 'Domingos', 'Filipe', 'Inácio', 'João Carlos', 'Quintino', 'Zeferino'],
    family: ['Machava', 'Sitoe', 'Mané', 'Nhantumbo', 'Gomes', 'Té', 'Cossa', 'Indjai', 'Macuácua'],
  },
}

const regionOf: Record<string, keyof typeof regions> = {
  LR: 'anglophone',
  SL: 'anglophone',
  GM: 'anglophone',
  MW: 'anglophone',
  UG: 'anglophone',
  GN: 'francophone',
  ML: 'francophone',
  BF: 'francophone',
  NE: 'francophone',
  TG: 'francophone',
  MG: 'francophone',
  RW: 'francophone',
  MZ: 'lusophone',
  GW: 'lusophone',
}

export const speaksFrench = (country: string): boolean => regionOf[country] === 'francophone'

export function nameFrom(country: string, sex: 'female' | 'male' | 'undisclosed', random: Random): string {
  const names = regions[regionOf[country] ?? 'anglophone']
  const given = random.pick(sex === 'undisclosed' ? [...names.female, ...names.male] : names[sex])
  return `${given} ${random.pick(names.family)}`
}

const institutions = {
  en: [
    'Ministry of Mines',
    'Ministry of Finance',
    'Ministry of Justice',
    'Revenue Authority',
    'Environmental Protection Agency',
    'Ministry of Local Government',
    'Parliament, Committee on Natural Resources',
    'Ministry of Lands and Agriculture',
    'PPP Unit',
  ],
  fr: [
    'Ministère des Mines',
    'Ministère des Finances',
    'Ministère de la Justice',
    'Direction générale des impôts',
    'Ministère de l’Environnement',
    'Ministère de l’Administration territoriale',
    'Assemblée nationale, commission des ressources naturelles',
    'Ministère de l’Agriculture',
    'Unité PPP',
  ],
}

export const institutionFrom = (country: string, random: Random): string =>
  random.pick(speaksFrench(country) ? institutions.fr : institutions.en)
