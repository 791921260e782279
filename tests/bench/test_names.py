from callqa.bench.scores.detections import Detections
from callqa.bench.scores.names import name_detections


def test_names_are_found_missed_and_wrong() -> None:
    said = "Siobhan's colleague at Blue River called Siobhan"
    heard = "Shivon's colleague at blue river called siobhan, from Fowey"

    found = name_detections(said, heard, ["Siobhan", "Blue River", "Fowey", "Slough"])

    assert found == Detections(found=2, missed=1, wrong=1)


def test_a_name_is_no_part_of_a_word() -> None:
    assert name_detections("the romance of it", "Rome", ["Rome"]) == Detections(wrong=1)
