/** What people write for kip, as quizzes/grading.py takes it. */
export const KIP = ["kip", "ກີບ"];
