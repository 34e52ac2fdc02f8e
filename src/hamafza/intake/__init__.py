"""Any door: a request comes in, is triaged, gets a tracking code, an owner and a deadline; it ends with an outcome.

received → triaged → in_referral → resolved | partly_resolved → confirmed → closed; withdrawn; duplicate.
There is no state "rejected". Persian: درخواست، متقاضی، کد رهگیری، تشخیص.
Foreign keys upstream: places.Place (where), people.Person (holder), network.Domain and Centre (who may see).
"""
