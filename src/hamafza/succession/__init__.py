"""The work never depends on one person: successors in training, handovers, acting heads, and centres that fall asleep.

Foreign keys upstream: people.Person, volunteers.Volunteer (who learns), network.Centre, places.Place (over what).
Persian: جانشین، تحویل، سرپرست موقت، کانون خاموش.
"""
