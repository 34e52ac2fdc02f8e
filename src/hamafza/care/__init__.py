"""Care for those who serve: their hours, their growth, thanks, and how it was for them.

Hours are never typed: they come from the deeds that other areas hand in (`volunteers.service`). Nobody is ranked.
"""
