"""Columns nobody should read by accident, known by their heading or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kithwork.apps.integrations.roster_sheet.targets import normal

# Parts of normalised headings. A lunch *wave* is a timetable; anything else about lunch is not.
WORDS = (
    "ssn", "socialsecurity", "segurosocial", "disab", "discapacidad", "iep", "504", "sped",
    "specialed", "educacionespecial", "exceptionality", "handicap", "diagnos", "frl", "freereduced",
    "freelunch", "reducedlunch", "lunchstatus", "lunchcode", "lunchpin", "mealstatus", "mealcode",
    "almuerzogratis", "lowincome", "economic", "ethnic", "hispanic", "etnia", "tribe", "medic",
    "health", "salud", "allerg", "alergia", "immuniz", "vaccin", "insurance", "password", "passwd",
    "contrasena", "address", "direccion", "street", "zipcode", "postalcode", "phone", "telefono",
    "cellular", "mobile", "celular", "birth", "nacimiento", "dob", "gender", "genero", "migrant",
    "homeless", "immigra", "citizenship", "religion", "discipl", "suspension", "behavio", "probation",
    "foster", "custody", "income", "ellstatus", "lepstatus", "title1", "photo",
)  # fmt: skip
EXACT = {
    "race", "raza", "sex", "sexo", "pin", "zip", "city", "lunch", "almuerzo", "meal", "ell", "lep",
    "esl", "el", "cell", "meds", "notes", "comments", "comment", "note", "notas", "pw", "home", "swd",
    "state", "county",
}  # fmt: skip
NOT_PRIVATE = {
    "lunchwave",
    "lunchperiod",
    "lunchgroup",
    "lunchshift",
    "lunchblock",
    "turnodealmuerzo",
}
EMAIL_OK = ("teacheremail", "staffemail", "instructoremail")

SSN = re.compile(r"^\d{3}-\d{2}-\d{4}$")
PHONE = re.compile(r"^(\+?1[\s.-]?)?(\(\d{3}\)|\d{3})[\s.-]?\d{3}[\s.-]\d{4}$")
STREET = re.compile(
    r"^\d{1,6}\s+\S.*\b(st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|ct|court|way|calle|apt)\b",
    re.IGNORECASE,
)
PLAN_WORDS = {
    "iep", "504", "504 plan", "sped", "autism", "asd", "adhd", "add", "sld", "ohi", "ebd", "tbi",
    "intellectual disability", "id/dd", "hearing impairment", "visual impairment", "down syndrome",
    "speech", "speech impairment", "emotional disturbance", "multiple disabilities", "dyslexia",
}  # fmt: skip
LUNCH_WORDS = {"free", "reduced", "paid", "full pay", "free lunch", "reduced lunch", "f/r", "frl"}
RACE_WORDS = {
    "white", "black", "asian", "hispanic", "latino", "hispanic/latino", "black or african american",
    "african american", "native american", "american indian", "pacific islander", "two or more races",
    "multiracial",
}  # fmt: skip
MEDICINES = {
    "ritalin", "adderall", "insulin", "epipen", "albuterol", "concerta", "inhaler", "vyvanse",
    "methylphenidate", "strattera",
}  # fmt: skip
# One such value in five is a column of them; a disability is never there by chance.
SHARE = 0.2


def is_private_heading(heading: str) -> bool:
    name = normal(heading)
    if name in NOT_PRIVATE or name in EMAIL_OK:
        return False
    return name in EXACT or any(word in name for word in WORDS)


def holds_private_values(values: Sequence[str]) -> bool:
    """Do these values look like numbers, homes, plans or conditions that are nobody's business?"""
    filled = [value.strip() for value in values if value.strip()]
    if not filled:
        return False
    small = [value.lower() for value in filled]
    if any(_names_a_plan(value) for value in small):
        return True
    marked = sum(
        bool(SSN.match(value) or PHONE.match(value) or STREET.match(value)) for value in filled
    )
    if all(value in LUNCH_WORDS for value in small):  # one "free" alone is a free period
        return True
    marked = max(marked, sum(value in RACE_WORDS for value in small))
    return marked >= max(1, SHARE * len(filled))


def _names_a_plan(value: str) -> bool:
    if value in PLAN_WORDS:
        return value not in {"504", "speech"}  # a room and a class, when alone among others
    return any(re.search(rf"\b{word}\b", value) for word in MEDICINES) or bool(
        re.search(r"\b(iep|504 plan|autis\w+|adhd|disabilit\w+)\b", value)
    )
