"""Pages of shifts: the list, a week, planning, a roster, one shift, a volunteer's own."""
