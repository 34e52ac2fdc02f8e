"""Gatherings whose continuity holds the network together: they plan themselves, who came is typed in a minute, a first miss is heard.

An occasion of a gathering: planned → held | missed(reason) → held when it is put right | cancelled(reason, told).
Foreign keys upstream: network.Centre (whose gathering), people.Person and volunteers.Volunteer (who leads, who came).
Persian: گردهمایی، جلسه، مناسبت، حاضران، مهمان، شاخص تداوم.
"""
