"""Files of lessons: what is accepted for which kind of activity, how it is kept, who gets it, and how it is sent."""
