"""How long a large roster takes, how much memory, and what `kill -9` leaves behind.

    .venv/bin/python benchmarks/roster_import.py [--students 12500] [--kills 0]

Works on a database of its own in a temporary folder. One OneRoster 1.1 package is made up,
previewed, applied and applied again; then, if asked, an import is killed at random moments.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMON = "sourcedId,status,dateLastModified"
PERIODS, SECTIONS_A_PERIOD, TEACHERS, STUDENTS_A_SCHOOL = 8, 40, 60, 1000
TABLES = ("people_student", "people_section", "people_enrolment", "people_teaching", "people_staff")
MAKE_SCHOOL = """
import kithwork.config, django, os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")
django.setup()
from kithwork.apps.schools.models import District, School
School.objects.create(district=District.objects.create(name="Bench"), name="School S0")
"""


def make_package(path: Path, students: int) -> int:
    """Write a package for that many students; returns the number of rows in enrollments.csv."""
    chance = random.Random(1)
    names = ["academicSessions", "classes", "courses", "enrollments", "orgs", "users"]
    files = {
        "manifest": ["propertyName,value", "manifest.version,1.0", "oneroster.version,1.1"]
        + [f"file.{name},bulk" for name in names],
        "orgs": [f"{COMMON},name,type,identifier,parentSourcedId", "D,,,Bench,district,,"],
        "academicSessions": [
            f"{COMMON},title,type,startDate,endDate,parentSourcedId,schoolYear",
            "T1,,,Autumn,semester,2026-08-31,2027-01-22,,2027",
        ],
        "courses": [
            f"{COMMON},schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
            "C,,,T1,Course,C,07,D,Math,",
        ],
        "classes": [
            f"{COMMON},title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
            "termSourcedIds,subjects,subjectCodes,periods"
        ],
        "users": [
            f"{COMMON},enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
            "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
        ],
        "enrollments": [
            f"{COMMON},classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"
        ],
    }
    for number in range(max(1, students // STUDENTS_A_SCHOOL)):
        _one_school(files, f"S{number}", min(students, STUDENTS_A_SCHOOL), chance)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in files.items():
            archive.writestr(f"{name}.csv", "\n".join(lines) + "\n")
    return len(files["enrollments"]) - 1


def _one_school(
    files: dict[str, list[str]], school: str, students: int, chance: random.Random
) -> None:
    enrolled = files["enrollments"]
    files["orgs"].append(f"{school},,,School {school},school,,D")
    for t in range(TEACHERS):
        files["users"].append(f"{school}T{t},,,true,{school},teacher,t{t},,Tea{t},Cher{t},,,,,,,,")
    for period in range(1, PERIODS + 1):
        for n in range(SECTIONS_A_PERIOD):
            key = f"{school}K{period}-{n}"
            files["classes"].append(
                f"{key},,,Class {period}-{n},07,C,{key},scheduled,{n},{school},T1,,,{period}"
            )
            enrolled.append(f"E{len(enrolled)},,,{key},{school},{school}T{n},teacher,true,,")
    for s in range(students):
        who = f"{school}U{s}"
        files["users"].append(
            f"{who},,,true,{school},student,u{s},,First{s},Last{s},,{school}{s:05d},,,,,07,secret"
        )
        for period in range(1, PERIODS + 1):
            key = f"{school}K{period}-{chance.randrange(SECTIONS_A_PERIOD)}"
            enrolled.append(f"E{len(enrolled)},,,{key},{school},{who},student,,,")


def command(home: Path, *words: str) -> list[str]:
    os.environ |= {"KITHWORK_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    return [sys.executable, "-m", "kithwork.cli", *words]


def timed(words: list[str]) -> tuple[float, int]:
    """Seconds, and the most memory in MiB, of one command."""
    start = time.perf_counter()
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{words} failed")
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def counts(home: Path) -> list[int]:
    with sqlite3.connect(home / "kithwork.sqlite3") as database:
        return [database.execute(f"select count(*) from {t}").fetchone()[0] for t in TABLES]


def kill(empty: Path, home: Path, package: Path, times: int, longest: float) -> None:
    """Kill an import at random moments; each must leave all or nothing."""
    chance, outcomes = random.Random(7), []
    nothing = counts(empty)
    for _ in range(times):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(empty, home)
        child = subprocess.Popen(
            command(home, "import-roster", str(package), "--school", "1", "--apply"),
            stdout=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.2, 1.0) * longest)
        child.send_signal(signal.SIGKILL)
        child.wait()
        outcomes.append(counts(home))
    done = [found for found in outcomes if found != nothing]
    if any(found != done[0] for found in done):
        raise SystemExit(f"a killed import left a part: {outcomes}")
    print(f"killed {times} times: {times - len(done)} left nothing, {len(done)} left all")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--students", type=int, default=12_500)
    words.add_argument("--kills", type=int, default=0)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        empty, home = Path(folder, "empty"), Path(folder, "home")
        package = Path(folder, "roster.zip")
        rows = make_package(package, asked.students)
        print(f"{rows} rows in enrollments.csv")
        subprocess.run(command(empty, "prepare"), check=True)
        subprocess.run([sys.executable, "-c", MAKE_SCHOOL], check=True)
        shutil.copytree(empty, home)
        base = ("import-roster", str(package), "--school", "1")
        longest = 0.0
        for name, more in (("preview", ()), ("apply", ("--apply",)), ("again", ("--apply",))):
            seconds, mib = timed(command(home, *base, *more))
            longest = seconds if name == "apply" else longest
            print(f"{name:>8}: {seconds:6.1f} s, {mib} MiB at most")
        print(dict(zip(TABLES, counts(home), strict=True)))
        if asked.kills:
            kill(empty, home, package, asked.kills, longest)


if __name__ == "__main__":
    main()
