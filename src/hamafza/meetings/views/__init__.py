"""Pages of meetings: lists, a series, a meeting, an action, what became of decisions, calendars."""
