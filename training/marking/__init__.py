"""Work that a person marks: handing it in, the queue, points by a rubric, and telling the learner."""
