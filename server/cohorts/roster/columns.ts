import { searchKey } from '../../platform/words/names.ts'

/** What a list of people may say of each. */
export const columns = ['name', 'email', 'institution', 'country', 'language', 'sex'] as const
export type Column = (typeof columns)[number]
export const requiredColumns = ['name', 'email', 'institution', 'country'] as const
export type RequiredColumn = (typeof requiredColumns)[number]

type Heading = Column | 'given_name' | 'family_name'

// English, French, Portuguese, Spanish, Arabic, as lists of participants have them.
const headings: Record<Heading, string> = {
  name: `name|full name|names|participant|participant name|name of participant|learner|first and last name|name on the certificate|
    nom|nom complet|noms|nom et prénom|nom et prénoms|noms et prénoms|prénom et nom|prénoms et noms|participant(e)|
    nome|nome completo|participante|nombre|nombre completo|nombre y apellido|nombre y apellidos|nombres y apellidos|apellidos y nombres|
    الاسم|الإسم|الاسم الكامل|اسم المشارك|اسم المتدرب`,
  given_name: `first name|given name|given names|first names|forename|prénom|prénoms|primeiro nome|nomes próprios|primer nombre|nombres|
    الاسم الأول`,
  family_name: `surname|last name|family name|nom de famille|apelido|apelidos|sobrenome|apellido|apellidos|اسم العائلة|اللقب`,
  email: `email|e-mail|mail|email address|e-mail address|address e-mail|contact email|courriel|adresse e-mail|adresse email|adresse mail|
    adresse électronique|adresse de courriel|correio eletrónico|correio eletrônico|endereço de e-mail|endereço eletrónico|endereço eletrônico|
    correo|correo electrónico|dirección de correo|dirección de correo electrónico|البريد|البريد الإلكتروني|البريد الالكتروني|الايميل|إيميل`,
  institution: `institution|organisation|organization|ministry|agency|employer|institution / ministry|ministry / agency|office|
    ministère|institution / ministère|structure|administration|organisme|employeur|instituição|ministério|organização|entidade|
    institución|ministerio|organización|entidad|المؤسسة|الوزارة|الجهة|المنظمة|جهة العمل`,
  country: 'country|country code|nation|pays|code pays|país|pais|code do país|código de país|البلد|الدولة|بلد',
  language: `language|preferred language|lang|language of pages and letters|langue|langue préférée|langue de correspondance|
    língua|idioma|idioma preferido|lengua|اللغة|لغة`,
  sex: 'sex|gender|m/f|f/m|sexe|genre|h/f|f/h|sexo|género|gênero|genero|h/m|الجنس|النوع',
}

const known = new Map<string, Heading>()
// The record's own keys are headings.
for (const [heading, words] of Object.entries(headings))
  for (const word of words.split(/\|\s*/)) known.set(keyOf(word), heading as Heading)

function keyOf(text: string): string {
  return searchKey(text).replaceAll(' ', '')
}

/** Where each heading stands in a row; the first of two that are the same counts. */
export type Places = Partial<Record<Heading, number>>

export function placesIn(cells: readonly string[]): Places {
  const places: Places = {}
  for (const [index, cell] of cells.entries()) {
    const heading = known.get(keyOf(cell))
    if (heading) places[heading] ??= index
  }
  return places
}

/** The required columns that a row of headings does not have. A name may stand in two columns. */
export const missingFrom = (places: Places): RequiredColumn[] =>
  requiredColumns.filter(
    (column) =>
      places[column] === undefined &&
      (column !== 'name' || (places.given_name === undefined && places.family_name === undefined)),
  )

/** Given name and family name in two columns are one name; "Nom" and "Name" mean the family's beside a given name. */
export function nameIn(cells: readonly string[], places: Places): string {
  const { given_name, name, family_name } = places
  const inOrder =
    given_name !== undefined && family_name !== undefined ? [given_name, family_name] : [given_name, name, family_name]
  return inOrder
    .map((place) => (place === undefined ? '' : (cells[place] ?? '')))
    .filter(Boolean)
    .join(' ')
}
