"""Centres and their domains, hours, capacity; officers by role and place; who may do what (`matrix.toml`).

What enters: centres, grants, absences, holidays. What leaves: who is responsible, until when, and who may see.
Centre: proposed → active ⇄ dormant → closed. Persian: کانون، عرصهٔ تخصصی، دبیر، هماهنگ‌کننده.
"""
