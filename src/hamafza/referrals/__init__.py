"""A need goes to a centre and comes back with an outcome; a decline or silence always finds the next hop.

offered → accepted → in_progress ⇄ on_hold → done | not_done; offered → declined | expired | withdrawn | closed_elsewhere.
Foreign keys upstream: intake.Need (what for), network.Centre (who helps), people.Person (who must act).
Persian: ارجاع، پذیرفتن، نپذیرفتن با دلیل، نتیجه، آخرین در.
"""
