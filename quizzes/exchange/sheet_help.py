"""The sheet that tells, in both languages, what belongs in which column."""

# Both stand in the file whatever the language shown, so these are no translations.
COLUMNS = (
    (
        "key",
        "ລະຫັດຂອງຄຳຖາມ ເຊັ່ນ M1-01. ຖ້າວ່າງ ລະບົບຈະຕັ້ງໃຫ້ເອງ.",
        "The question's key, such as M1-01. Left empty, it gets one.",
    ),
    (
        "type",
        "single, multiple, truefalse, numeric, short, matching, ordering ຫຼື computed",
        "single, multiple, truefalse, numeric, short, matching, ordering or computed",
    ),
    (
        "question_lo, question_en",
        "ຄຳຖາມ ພາສາລາວ ແລະ ອັງກິດ; ພາສາດຽວກໍໄດ້",
        "The question in Lao and English; one of them will do",
    ),
    (
        "answer",
        "single, multiple: ເລກຂອງຕົວເລືອກທີ່ຖືກ ເຊັ່ນ 2 ຫຼື 1; 3 (ໃສ່ເປີເຊັນໄດ້: 1=50; 3=50; "
        "2=-25). truefalse: true ຫຼື false. numeric: ຕົວເລກ ໃຊ້ຈຸດກ່ອນທົດສະນິຍົມ. computed: "
        "ສູດ ບໍ່ຕ້ອງມີ = ທາງໜ້າ",
        "single, multiple: the number of the right option, such as 2 or 1; 3 (with percents: "
        "1=50; 3=50; 2=-25). truefalse: true or false. numeric: a number, a point before "
        "decimals. computed: the formula, without = in front",
    ),
    (
        "accepted_lo, accepted_en",
        "short: ຄຳຕອບທີ່ຮັບ ແຖວລະໜຶ່ງ (Alt+Enter)",
        "short: the answers that are accepted, one a line (Alt+Enter)",
    ),
    ("tolerance", "numeric, computed: ຜິດໄດ້ເທົ່າໃດ", "numeric, computed: give or take"),
    ("unit_lo, unit_en", "numeric, computed: ຫົວໜ່ວຍ", "numeric, computed: the unit"),
    (
        "numbers",
        "computed: ຕົວເລກທີ່ສຸ່ມ ແຖວລະໜຶ່ງ ເຊັ່ນ income: 1200000 to 2700000 step 100000",
        "computed: the numbers that are drawn, one a line, such as income: 1200000 to 2700000 "
        "step 100000",
    ),
    (
        "option_1_lo, option_1_en … option_12_…",
        "ຕົວເລືອກ; ordering: ຂັ້ນຕອນຕາມລຳດັບທີ່ຖືກ; matching: ຂ້າງຊ້າຍ; numeric, short, "
        "computed: ຄຳຕອບຜິດທີ່ພົບເລື້ອຍ",
        "The options; ordering: the steps in their right order; matching: the left sides; "
        "numeric, short, computed: wrong answers that are known",
    ),
    (
        "match_1_lo, match_1_en …",
        "matching: ຂ້າງຂວາທີ່ຄູ່ກັນ; ຖ້າຂ້າງຊ້າຍວ່າງ ແມ່ນຂ້າງຂວາທີ່ເກີນ",
        "matching: the right side that goes with it; without a left side, one too many",
    ),
    (
        "feedback_1_lo, feedback_1_en …",
        "ຄຳຕິຊົມ ຂອງຕົວເລືອກນັ້ນ (truefalse: 1 ສຳລັບ true, 2 ສຳລັບ false)",
        "Feedback to that option (truefalse: 1 to true, 2 to false)",
    ),
    ("explanation_lo, explanation_en", "ຄຳອະທິບາຍ ຫຼັງຕອບ", "The explanation after answering"),
    ("hint_lo, hint_en", "ຄຳໃບ້", "A hint"),
    ("tags", "ປ້າຍ ຄັ່ນດ້ວຍ ;", "Tags, with ; between them"),
    ("difficulty", "easy, medium ຫຼື hard", "easy, medium or hard"),
    ("critical", "yes ຫຼື no: ຕ້ອງຕອບຖືກຈຶ່ງຜ່ານ", "yes or no: must be right to pass"),
    (
        "step",
        "ຂັ້ນຕອນໃນຄູ່ມື ເຊັ່ນ REG-01 fill-form",
        "The step of the handbook, such as REG-01 fill-form",
    ),
)


def help_lines() -> list[list[str]]:
    return [["column", "ພາສາລາວ", "English"], *[list(column) for column in COLUMNS]]
