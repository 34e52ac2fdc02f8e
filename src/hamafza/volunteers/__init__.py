"""People who serve at a centre: asked, got to know, accepted, growing, resting, and never silently dropped.

applied → in_process → accepted | refused; accepted ⇄ inactive_short | inactive_long → archived(reason) → in_process.
Foreign keys upstream: network.Centre (where she serves), people.Person (holder; her own account, if she has one).
Persian: داوطلب، یاور، خادمیار، مهارت، وقت آزاد، ساعت خدمت.
"""
