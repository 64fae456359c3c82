"""The community's figures: functions of stored facts, so that any week can be computed again.

`reading` fetches the facts, `weekly` puts a week's figures together from `members` (who
posts), `response` (how long people wait) and `covered` (the helpers' clock), and `report`
writes them down. Definitions with their sources: docs/metrics.md.
"""
