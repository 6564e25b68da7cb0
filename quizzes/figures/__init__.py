"""The statistics of a quiz as trainers read them: from attempts in the database to words and plots.

`scope.py` says whose attempts, `gathering.py` reads them, `languages.py` and `choices.py` hold what
quizzes.statistics doesn't know (languages, options), `making.py` joins all to plain data, which
`keeping.py` keeps with the time and the number of attempts; `words.py` and `plots.py` show it.
"""
