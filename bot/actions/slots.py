"""Slot names of domain.yml that Python code reads or sets. A test checks the two agree."""

REQUESTED = "requested_slot"
CONFIRMED = "confirmed"  # the citizen has agreed to the summary
STILL_WANTED = "still_wanted"  # the citizen goes on although something is public or has a lawful path
RESUMED = "resumed"  # the citizen goes on with what an earlier session left
APART = "apart"  # the citizen has said whether several matters are filed one by one
AGAIN = "again"  # the citizen has said what to do although he filed the same before
AFTER = "after"  # number of the case of the same message that was filed before this one
CHANGE = "change"  # asked for when the summary is wrong
LAST_CASE = "last_case"  # number of the case filed or named last in this conversation
PENDING_DEED = "pending_deed"  # deed that waits for a number, a secret, a rating or a yes
ASKED = "asked"  # the question answered last, written out
MISUNDERSTOOD = "misunderstood"  # messages in a row that were not understood

# Names of the draft's own slots, as the desk's door calls them.
MATTER, PLACE, CONTACT = "matter", "place", "contact"
WANTED, NAME, FORM = "wanted", "name", "form"

TICKET = (MATTER, PLACE, CONTACT)
DISCLOSURE = (WANTED, NAME, CONTACT, FORM)
