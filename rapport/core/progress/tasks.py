from procrastinate.contrib.django import app

from rapport.core.progress import running


@app.task(queue="work")
def do_work(work_id: str) -> None:
    running.do(work_id)
