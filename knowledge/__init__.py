"""What the assistant knows: published documents, units, rules and their wording, as files a person edits.

The modules here read and check those files; the formats are described in knowledge/README.md.
"""
