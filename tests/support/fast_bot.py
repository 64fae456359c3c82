"""`burley`, with queues that are looked at often and no pace to keep: minutes become seconds."""

from datetime import timedelta
from functools import partial

import app

app.running = partial(app.running, pace=app.NO_PACE, poll=timedelta(milliseconds=30))
app.main()
