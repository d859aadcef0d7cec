"""What of a mailed answer is new: quotes, signatures and our own marker line are cut off, in six languages.

Nothing is guessed at the cost of a word: where a rule is not sure, the text stays; where nothing is left, the mail is
held with all that it said.
"""

from __future__ import annotations

import re

#: “On … wrote:” of mail programs; one line, or broken into two or three.
_WROTE = re.compile(
    r"""^\s*(?:
        (?:On|Le|El|Am|Op)\b.{0,240}?\b(?:wrote|a\s+écrit|ha\s+escrito|escribió|schrieb|schreef)\s*:\s*
      | .{0,240}?(?:写道|寫道|写到)\s*[:：]\s*
      | .{0,240}?(?:написал(?:\(а\)|а|и)?|пишет)\s*:\s*
      | .{0,80}?\bв\s+\d{1,2}:\d{2},?.{0,120}<[^>]+@[^>]+>\s*:\s*
      | .{0,40}?(?:كتب(?:ت)?|جاء\ من).{0,240}?[:：]\s*
      | \d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.{0,160}(?:<[^>]+@[^>]+>|@).{0,60}[:：]\s*
      | \d{1,2}[./]\d{1,2}[./]\d{2,4}.{0,160}(?:<[^>]+@[^>]+>|пользователь).{0,80}:\s*
    )$""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
#: “-----Original Message-----” and its kin.
_ORIGINAL = re.compile(
    r"^\s*[-_]{2,}\s*(?:original\s+message|message\s+d.origine|message\s+original|mensaje\s+original|"
    r"исходное\s+сообщение|пересланное\s+сообщение|原始邮件|原始郵件|邮件原件|الرسالة\s+الأصلية|"
    r"forwarded\s+message|message\s+transféré|mensaje\s+reenviado|转发邮件)\s*[-_]*\s*$",
    re.IGNORECASE,
)
#: The head of a quoted message as some programs write it: "From: …" followed by "Sent:", "To:" or "Subject:".
_HEAD = re.compile(r"^\s*\*?(?:From|De|От|发件人|寄件者|من)\*?\s*[:：]\s*\S", re.IGNORECASE)
_HEAD_NEXT = re.compile(
    r"^\s*\*?(?:Sent|Date|To|Subject|Cc|Envoyé|Objet|À|Enviado(?:\s+el)?|Fecha|Para|Asunto|Отправлено|Дата|Кому|Тема|"
    r"发送时间|日期|收件人|主题|تاريخ|التاريخ|إلى|الموضوع|أرسلت)\*?\s*[:：]",
    re.IGNORECASE,
)
#: A signature begins: "-- ", or what phones write under everything.
_SIGNATURE = re.compile(
    r"^(?:--\s?|_{10,}|"
    r"\s*(?:Sent\s+from\s+my|Envoyé\s+de(?:puis)?\s+mon|Enviado\s+desde\s+mi|Отправлено\s+(?:с|из)|"
    r"发自我的|從我的.{1,12}傳送|أرسلت?\s+من|تم\s+الإرسال\s+من).{0,60})$",
    re.IGNORECASE,
)
#: Our own line: whatever language it is in, it stands between two long dashes.
_MARKER = re.compile(r"^\s*(?:>\s*)*—\s.{10,160}\s—\s*$")
_QUOTED = re.compile(r"^\s*(?:>|\|\s)")


def cut(body: str) -> str:
    """The new words of a mailed answer; "" if nothing is left."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        if _ends_here(lines, number):
            break
        kept.append(line)
    kept = [line for line in kept if not _QUOTED.match(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip()


def _ends_here(lines: list[str], number: int) -> bool:
    """Does what is not new begin with this line?"""
    line = lines[number]
    if _MARKER.match(line) or _ORIGINAL.match(line) or _SIGNATURE.match(line):
        return True
    following = [one for one in lines[number + 1 : number + 4] if one.strip()]
    if _HEAD.match(line) and following and _HEAD_NEXT.match(following[0]):
        return True
    # What was quoted may be answered line by line: then the words after it are new, and stay.
    return _introduces(lines, number) and not _answered_inside(lines[number + 1 :])


def _introduces(lines: list[str], number: int) -> bool:
    """Is this the line “On … wrote:”, on one line or on up to three?"""
    joined = ""
    for line in lines[number : number + 3]:
        if not line.strip():
            return False
        joined = f"{joined} {line.strip()}".strip()
        if _WROTE.match(joined):
            return True
        if joined[-1] in ".!?。！？؟":  # a sentence of its own
            return False
    return False


def _answered_inside(rest: list[str]) -> bool:
    """Do words stand between quoted lines?"""
    quoted = [number for number, line in enumerate(rest) if _QUOTED.match(line)]
    if not quoted:
        return False
    between = rest[quoted[0] : quoted[-1]]
    return any(line.strip() and not _QUOTED.match(line) for line in between) or _ends_with_words(rest[quoted[-1] + 1 :])


def _ends_with_words(after: list[str]) -> bool:
    """Words under the last quoted line, before a signature: people who answer below."""
    for line in after:
        if _SIGNATURE.match(line) or _MARKER.match(line):
            return False
        if line.strip():
            return True
    return False
