"""The emoji people in a support channel use, by Slack's names."""

# ruff: noqa: E501 - emoji are counted as wide as they are drawn
from __future__ import annotations

import re

NAME = re.compile(r"(?<!\w):(?P<name>[a-z0-9_+'-]{1,60}):(?::skin-tone-(?P<tone>[2-6]):)?(?!\w)")
TONES = {str(number): chr(0x1F3FB + number - 2) for number in range(2, 7)}
BY_NAME = {
    name: character
    for line in [
        "",
        "    +1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|wave 👋|pray 🙏|clap 👏|raised_hands 🙌|muscle 💪",
        "    point_up ☝️|point_up_2 👆|point_down 👇|point_right 👉|point_left 👈|raised_hand ✋|v ✌️|fist ✊",
        "    crossed_fingers 🤞|handshake 🤝|man-shrugging 🤷\u200d♂️|woman-shrugging 🤷\u200d♀️|shrug 🤷|facepalm 🤦",
        "    smile 😄|smiley 😃|grinning 😀|slightly_smiling_face 🙂|simple_smile 🙂|blush 😊|wink 😉|joy 😂",
        "    sweat_smile 😅|laughing 😆|grin 😁|rolling_on_the_floor_laughing 🤣|upside_down_face 🙃|relaxed ☺️",
        "    thinking_face 🤔|thinking 🤔|neutral_face 😐|expressionless 😑|confused 😕|disappointed 😞|cry 😢|sob 😭",
        "    slightly_frowning_face 🙁|white_frowning_face ☹️|worried 😟|angry 😠|rage 😡|scream 😱|flushed 😳",
        "    sunglasses 😎|heart_eyes 😍|stuck_out_tongue 😛|face_with_rolling_eyes 🙄|sweat 😓|tired_face 😫",
        "    hugging_face 🤗|exploding_head 🤯|man-facepalming 🤦\u200d♂️|woman-facepalming 🤦\u200d♀️|see_no_evil 🙈",
        "    heart ❤️|broken_heart 💔|blue_heart 💙|green_heart 💚|yellow_heart 💛|purple_heart 💜|100 💯",
        "    tada 🎉|rocket 🚀|fire 🔥|star ⭐|sparkles ✨|zap ⚡|boom 💥|bulb 💡|eyes 👀|ticket 🎫|mega 📣",
        "    bug 🐛|beetle 🪲|ambulance 🚑|wrench 🔧|hammer 🔨|gear ⚙️|package 📦|lock 🔒|unlock 🔓|key 🔑",
        "    white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|no_entry ⛔|no_entry_sign 🚫",
        "    warning ⚠️|rotating_light 🚨|question ❓|grey_question ❔|exclamation ❗|heavy_exclamation_mark ❗",
        "    information_source ℹ️|bangbang ‼️|red_circle 🔴|large_blue_circle 🔵|large_green_circle 🟢",
        "    arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️|recycle ♻️|hourglass ⌛|hourglass_flowing_sand ⏳",
        "    clock1 🕐|calendar 📅|date 📅|memo 📝|pencil 📝|book 📖|books 📚|link 🔗|paperclip 📎|mag 🔍",
        "    computer 💻|desktop_computer 🖥️|floppy_disk 💾|cd 💿|file_folder 📁|chart_with_upwards_trend 📈",
        "    coffee ☕|beer 🍺|beers 🍻|pizza 🍕|cake 🍰|robot_face 🤖|ghost 👻|skull 💀|penguin 🐧|whale 🐳",
        "    one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|zero 0️⃣|speech_balloon 💬|bell 🔔|pushpin 📌|trophy 🏆",
        "    ",
    ]
    for entry in line.strip().split("|")
    if entry
    for name, character in [entry.split(" ")]
}


def emoji(found: re.Match[str]) -> str | None:
    """The character for a match of NAME, None for one we do not know."""
    character = BY_NAME.get(found["name"])
    if character is None:
        return None
    return character + TONES.get(found["tone"] or "", "")
