"""Small alliances of literal rows, small enough to work out by hand."""

SHARES = """
    actor_id  year  measure   share_pct
    AAA       2019  cost      60
    BBB       2019  cost      30
    CCC       2019  cost      10
    AAA       2019  benefit   40
    BBB       2019  benefit   40
    CCC       2019  benefit   20
    AAA       2019  decision  50
    BBB       2019  decision  25
    CCC       2019  decision  25
"""
MEMBERS = """
    actor_id  tier    joined
    AAA       anchor  2000
    BBB       core    2000
    CCC       core    2000
    DDD       core    2000
    EEE       core    2000
"""
# EEE has no row: its GDP and its people are unknown.
ECONOMY = """
    actor_id  year  gdp_busd  population_m
    AAA       2019  400       100
    BBB       2019  200       100
    CCC       2019  200       50
    DDD       2019  200       150
"""
MOON = {"shares": SHARES, "members": MEMBERS, "economy": ECONOMY}

# ESA pays for its states FRA and DEU, which stand in its own folder and not in the table of the moon.
THROUGH_ESA = {
    "alliance": [
        {"alliance_id": "moon", "founded": "2000", "anchor_actor": "USA"},
        {"alliance_id": "esa", "founded": "1975", "anchor_actor": "FRA"},
    ],
    "actors": [
        {"actor_id": "ESA", "name": "European Space Agency", "kind": "organisation"},
        {"actor_id": "USA", "name": "United States", "kind": "state"},
        {"actor_id": "FRA", "name": "France", "kind": "state"},
        {"actor_id": "DEU", "name": "Germany", "kind": "state"},
        {"actor_id": "IND", "name": "India", "kind": "state"},
    ],
    "vocabulary_organisations": [{"actor_id": "ESA", "alliance_id": "esa"}],
    "members": """
        alliance_id  actor_id
        moon         USA
        moon         ESA
        moon         FRA
        esa          FRA
        esa          DEU
    """,
    "shares": """
        alliance_id  actor_id  year  measure  share_pct
        moon         USA       2019  cost     80
        moon         ESA       2019  cost     20
    """,
    "economy": """
        actor_id  year  gdp_busd  population_m
        USA       2019  500       300
        FRA       2019  200       60
        DEU       2019  300       80
    """,
}
