"""How one prevents answering twice without keeping who answered, and why that is safe.

- An answer is no row: it is added to counters of a centre × kind × month. There is nothing that could point to her, no
  time and no order; free words are put at a random place of a list.
- That she answered is kept as an HMAC under the installation's key over (her number, the deed). Without the key it tells
  nothing; with it one learns *that* she answered, never *what*. Changing the key forgets the marks: then somebody could
  answer a second time, which harms nobody.
- The command runs in the name of a door, not in hers, so audit and journal do not know her either.
- Officers see only whole batches of six *different* people (a second HMAC, over her and the batch, counts people). Two
  looks at any cell, at any two times, therefore differ by nothing or by the answers of at least six; no total is shown
  that holds a cell's waiting answers. Six who all said the same are the one thing this does not hide.

Votes of trust are marked in the same way; a vote counts while its giver serves at the centre.
"""

from django.utils.crypto import salted_hmac

BATCH = 6  # «above five»


def mark(*parts: object) -> str:
    """A keyed hash of these, always in this order."""
    return salted_hmac("hamafza.care", "|".join(str(part) for part in parts), algorithm="sha256").hexdigest()
