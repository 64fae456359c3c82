"""What becomes of text that people type."""

import pytest

from sandbox.slack.typed_text import typed_command, typed_message

PEOPLE = {"asha": "U1", "kofi.m": "U2"}
CHANNELS = {"openebs": "C1", "openebs-dev": "C2"}


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("hi @asha, see #openebs-dev!", "hi <@U1>, see <#C2|openebs-dev>!"),
        ("@kofi.m. and @nobody", "<@U2>. and @nobody"),
        ("mail asha@asha or a#openebs", "mail asha@asha or a#openebs"),
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("<@U1> typed by hand", "&lt;@U1&gt; typed by hand"),
        ("@here and @channel", "<!here> and <!channel>"),
        ("`@asha` ```#openebs <x>```", "`@asha` ```#openebs &lt;x&gt;```"),
        ("see https://a.b/c#openebs?d=@asha.", "see <https://a.b/c#openebs?d=@asha>."),
        ("(https://a.b/c) <https://d.e>", "(<https://a.b/c>) &lt;<https://d.e>&gt;"),
        ("#1234 is no channel", "#1234 is no channel"),
    ],
)
def test_a_message_as_typed_and_as_sent(typed: str, sent: str) -> None:
    assert typed_message(typed, PEOPLE.get, CHANNELS.get) == sent


def test_a_command_names_ids_and_names_if_the_manifest_asks() -> None:
    typed = "move @asha to #openebs & <go>"
    escaped = typed_command(typed, PEOPLE.get, CHANNELS.get, should_escape=True)
    assert escaped == "move <@U1|asha> to <#C1|openebs> &amp; &lt;go&gt;"
    plain = typed_command(typed, PEOPLE.get, CHANNELS.get, should_escape=False)
    assert plain == "move @asha to #openebs &amp; &lt;go&gt;"
