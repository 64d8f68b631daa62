"""First and last names to combine. Chosen for range, not for anybody in particular."""

_FIRST = """
Maya Priya Luis Noor Josie Theo Wren Amir Hana Eli Bea Mateo Sam Kwame Zoe Jordan Tariq Ines
Lina Ada Rosa Omar Freya Kofi Leila Hugo Anouk Dmitri Yara Caleb Mina Rafael Saoirse Tomas Imani
Felix Aisha Jonas Keiko Marcus Nadia Oscar Paloma Quinn Ravi Selma Tobias Uma Viktor Willa
Xavier Yusuf Zara Arlo Brigid Cosmo Delia Emre Fatou Goran Halima Idris Jaya Kasper Lucia Malik
Nia Otis Petra Ronan Sunniva Teo Ursula Vera Wes Ximena Yann Zeno Alba Bao Chidi Dara Esme Farid
Greta Hector Ilse Jabari Kira Lev Mabel Nico Oona Pavel Rhea Silas Tansy Ulla Vito Wanda Yael
Zubin
"""
FIRST = _FIRST.split()

_LAST = """
Torres Patel Garcia Haddad Ballard Nguyen Dalca Rahman Kobayashi Ekström Moreau Silva Park
Mensah Lund Wells Hussein Duarte Conti Okafor Jimenez Farouk Berg Owusu Karimi Laurent Petrov
Abadi Frost Choi Romero Byrne Novak Adeyemi Hoffman Diallo Lindgren Tanaka Wade Ivanova Brandt
Castillo Murphy Shah Demir Vogel Reyes Koenig Osei Barlow Achebe Whitlow Nakamura Sorensen
Aguilar Bianchi Chandra Dupont Espinoza Fairley Grigore Hollis Ibarra Jansen Kaur Lopez Marsh
Naidoo Ortega Pham Quiroga Rinaldi Stone Toma Ueda Varga Whitehorse Yilmaz Zielinski Amato
Bishara Corrigan Drummond Eze Falk
"""
LAST = _LAST.split()

INTERESTS = [
    "horses",
    "drawing",
    "soccer",
    "trains",
    "baking",
    "dinosaurs",
    "music",
    "coding",
    "birds",
    "comics",
    "dance",
    "basketball",
    "gardening",
    "space",
    "chess",
    "swimming",
    "cats",
    "photography",
]

LANGUAGES = ["English", "Spanish", "Arabic", "Vietnamese", "Somali", "Portuguese", "Mandarin"]
