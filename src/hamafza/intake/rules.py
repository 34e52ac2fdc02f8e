"""Who may do what with a request; the rights themselves stand in `network/matrix.toml`."""

from hamafza.network.access import may

may_receive = may("request.receive")
may_see = may("request.see")
may_triage = may("request.triage")
may_add_word = may("request.add_word")
may_withdraw = may("request.withdraw")
may_confirm = may("request.confirm")
may_merge = may("request.merge")
may_see_readers = may("request.see_readers")
may_import = may("request.import")
