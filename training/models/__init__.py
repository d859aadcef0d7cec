"""What training stores: courses in editions, quizzes, what people do with them, certificates."""

from training.models.assignment import Assignment, Standing
from training.models.certificate import Certificate
from training.models.cohort import Cohort, Participant
from training.models.course import (
    Activity,
    ActivityKind,
    Award,
    Course,
    Edition,
    Lesson,
    Level,
    Medium,
    Module,
)
from training.models.learning import Attempt, Done, Enrolment, ExtraTime, Response
from training.models.package import Package
from training.models.quiz import Bank, Draw, Question, QuestionVersion, Quiz, Review
from training.models.regrading import Regrading
from training.models.survey import Answered, Remark, Survey, SurveyQuestion, Tally
from training.models.work import Exercise, HandIn, Marking

__all__ = [
    "Activity",
    "ActivityKind",
    "Answered",
    "Assignment",
    "Exercise",
    "Attempt",
    "Award",
    "Bank",
    "Certificate",
    "Cohort",
    "Course",
    "Done",
    "Draw",
    "Edition",
    "Enrolment",
    "ExtraTime",
    "HandIn",
    "Lesson",
    "Level",
    "Marking",
    "Medium",
    "Module",
    "Package",
    "Participant",
    "Question",
    "QuestionVersion",
    "Quiz",
    "Regrading",
    "Remark",
    "Response",
    "Review",
    "Standing",
    "Survey",
    "SurveyQuestion",
    "Tally",
]
