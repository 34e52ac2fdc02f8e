"""Who may do what with a hop; the rights themselves stand in `network/matrix.toml`."""

from hamafza.network.access import may

may_offer = may("referral.offer")
may_answer = may("referral.answer")
may_withdraw = may("referral.withdraw")
may_invite = may("referral.invite_link")
may_open_the_last_door = may("referral.last_door")
