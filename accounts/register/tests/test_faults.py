"""What is wrong with the files is told by file, line and reason, all of it, and nothing is imported."""

import pytest

from accounts.models import CommitteeDecision, CommitteeSession, Organization, RollCall
from accounts.register.tests.folders import change

GOOD = {"status_granted": [("Water Friends", "2024-06-14")]}


def assert_nothing_imported():
    assert not CommitteeDecision.objects.exists()
    assert not CommitteeSession.objects.exists()
    assert not Organization.objects.exists()
    assert not RollCall.objects.exists()


def spoil(directory, file, old, new):
    path = directory / file
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("status_granted.csv", b"2024-06-14", b"2024-06-31", "line 2: “2024-06-31” is not a date"),
        ("status_granted.csv", b"2024-06-14", b"14 June 2024", "line 2: “14 June 2024” is not a date"),
        ("status_granted.csv", b"2024-06-14", b"2024-6-14", "line 2: “2024-6-14” is not a date"),
        ("status_granted.csv", b"2024-06-14", b"20240614", "line 2: “20240614” is not a date"),
        ("status_granted.csv", b"2024-06-14", b"0024-06-14", "line 2: 0024-06-14 is before the Committee's first year"),
        ("status_granted.csv", b"2024-06-14", b"2099-01-01", "line 2: 2099-01-01 is in the future"),
        ("status_granted.csv", b",2024-06-14", b",", "line 2: “” is not a date"),
        ("status_granted.csv", b"Water Friends,", b",", "line 2: the column “ngo_name” is empty"),
        ("status_granted.csv", b",2024-06-14", b"", "line 2: too few columns (1 instead of 2)"),
        ("status_granted.csv", b"2024-06-14", b"2024-06-14,x", "line 2: too many columns (3 instead of 2)"),
        ("status_granted.csv", b"session_date", b"day", "line 1: the column “session_date” is missing"),
        ("status_granted.csv", b"session_date", b"session_date,x", "line 1: the column “x” is not known"),
        ("status_granted.csv", b"ngo_name,", b"ngo_name,ngo_name,", "line 1: the column “ngo_name” stands twice"),
        ("status_granted.csv", b"Water", b"Wat\x00er", "line 2: the column “ngo_name” has a NUL byte"),
        ("status_granted.csv", b"Water", b"Wat\x1ber", "line 2: the column “ngo_name” has a control character"),
        (
            "status_granted.csv",
            b"Water",
            "Wat\u202eer".encode(),
            "line 2: the column “ngo_name” has a control character",
        ),
        ("status_granted.csv", b"Water", "Wät".encode("latin-1"), "line 2: the line is not in UTF-8 (byte 0xe4)"),
        ("status_granted.csv", b"Water", b"W" * 301, "line 2: the column “ngo_name” is too long (309 characters"),
        ("status_granted.csv", b"Water", b'"Wa"ter', "line 2: this is not a row of a CSV file"),
    ],
)
def test_a_broken_row_is_named(folder, run_import, file, old, new, told):
    directory = folder(**GOOD)
    spoil(directory, file, old, new)
    code, out, err = run_import(directory)
    assert code == 1
    assert f"{file}, {told}" in err
    assert "Nothing was imported." in err
    assert_nothing_imported()


@pytest.mark.parametrize("raw", ["ngo_name,session_date\n".encode("utf-16"), b"PK\x03\x04 a spreadsheet"])
def test_another_kind_of_file_is_named(folder, run_import, raw):
    directory = folder(**GOOD)
    (directory / "status_granted.csv").write_bytes(raw)
    code, _out, err = run_import(directory)
    assert (code, "status_granted.csv, line 1: the file must be CSV in UTF-8" in err) == (1, True)
    assert_nothing_imported()


def test_an_empty_file_lacks_its_columns(folder, run_import):
    directory = folder(**GOOD)
    (directory / "mergers.csv").write_bytes(b"")
    code, _out, err = run_import(directory)
    assert (code, "mergers.csv, line 1: the first line must name the columns" in err) == (1, True)
    assert_nothing_imported()


def test_a_missing_file_and_a_missing_folder_are_named(folder, run_import, tmp_path):
    directory = folder(**GOOD)
    (directory / "applications_withdrawn.csv").unlink()
    code, _out, err = run_import(directory)
    assert (code, "applications_withdrawn.csv: the file is missing" in err) == (1, True)
    code, _out, err = run_import(tmp_path / "nowhere")
    assert (code, "there is no such folder" in err) == (1, True)
    assert_nothing_imported()


def vote(**cells):
    row = {"id": "7", "topic": "Dawn", "day": "2024-06-14", "state": "Chile", "vote": "in favor", "outcome": "adopted"}
    row |= cells
    return tuple(row.values())


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (vote(state="Cuba", vote="perhaps"), "the vote “perhaps” is not known (one of: in favor, against,"),
        (vote(), "Chile stands twice in vote 7"),
        (vote(state="Cuba", topic="Dusk"), "vote 7 has another date, subject or outcome in an earlier line"),
        (vote(id="seven"), "“seven” is not the number of a vote"),
        (vote(id="²"), "“²” is not the number of a vote"),
        (vote(id="99999999999"), "“99999999999” is not the number of a vote"),
        (vote(state=""), "the column “country” is empty"),
        (vote(state="Cuba", day="never"), "“never” is not a date"),
    ],
)
def test_a_broken_vote_is_named(folder, run_import, second, told):
    code, _out, err = run_import(folder(**GOOD, roll_call_votes=[vote(), second]))
    assert code == 1
    assert f"roll_call_votes.csv, line 3: {told}" in err
    assert_nothing_imported()


def test_a_broken_change_of_name_is_named(folder, run_import):
    rows = [
        change("Old", "New", "2024-06-14", "honorary", "2001"),
        change("Older", "Newer", "2024-06-14", "special", "201"),
    ]
    code, _out, err = run_import(folder(**GOOD, name_changes=rows))
    assert code == 1
    assert "name_changes.csv, line 2: the status “honorary” is not known" in err
    assert "name_changes.csv, line 3: “201” is not a year" in err
    assert_nothing_imported()


def test_all_faults_of_all_files_are_told_at_once(folder, run_import):
    directory = folder(
        status_granted=[("A", "x"), ("Water Friends", "2024-06-14"), ("", "2024-06-14")],
        applications_withdrawn=[("B", "y")],
        mergers=[("One", "Two", "Three", "z")],
    )
    (directory / "applications_declined.csv").unlink()
    code, _out, err = run_import(directory)
    assert code == 1
    assert err.splitlines() == [
        "applications_declined.csv: the file is missing",
        "applications_withdrawn.csv, line 2: “y” is not a date (it must look like 2024-06-14)",
        "mergers.csv, line 2: “z” is not a date (it must look like 2024-06-14)",
        "status_granted.csv, line 2: “x” is not a date (it must look like 2024-06-14)",
        "status_granted.csv, line 4: the column “ngo_name” is empty",
        "Faults: 5. Nothing was imported.",
    ]
    assert_nothing_imported()


def test_a_row_over_several_lines_counts_as_it_stands_in_the_file(folder, run_import):
    directory = folder(status_granted=[("Water Friends", "2024-06-14"), ("Dawn", "soon")])
    spoil(directory, "status_granted.csv", b"Water Friends", b'"Water\nFriends"')
    _code, _out, err = run_import(directory)
    assert "status_granted.csv, line 2: the column “ngo_name” has a control character" in err
    assert "status_granted.csv, line 4: “soon” is not a date" in err
