// Emoji by Slack's names: the common ones. An unknown name stays as it was written.

const COMMON = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 eyes 👀 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌
heart ❤️ tada 🎉 rocket 🚀 pray 🙏 raised_hands 🙌 clap 👏 wave 👋 ok_hand 👌 muscle 💪 fire 🔥 100 💯 sparkles ✨
star ⭐ star2 🌟 ticket 🎫 admission_tickets 🎟️ bug 🐛 beetle 🪲 bulb 💡 memo 📝 pencil 📝 pencil2 ✏️ warning ⚠️
question ❓ grey_question ❔ exclamation ❗ heavy_exclamation_mark ❗ bangbang ‼️ interrobang ⁉️
smile 😄 smiley 😃 grinning 😀 grin 😁 joy 😂 rolling_on_the_floor_laughing 🤣 laughing 😆 satisfied 😆
sweat_smile 😅 wink 😉 blush 😊 slightly_smiling_face 🙂 upside_down_face 🙃 relaxed ☺️ yum 😋 sunglasses 😎
heart_eyes 😍 kissing_heart 😘 thinking_face 🤔 thinking 🤔 neutral_face 😐 expressionless 😑 no_mouth 😶
smirk 😏 unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬 relieved 😌 pensive 😔 sleepy 😪 sleeping 😴
confused 😕 worried 😟 slightly_frowning_face 🙁 white_frowning_face ☹️ open_mouth 😮 hushed 😯 astonished 😲
flushed 😳 fearful 😨 cold_sweat 😰 cry 😢 sob 😭 scream 😱 confounded 😖 persevere 😣 disappointed 😞 sweat 😓
weary 😩 tired_face 😫 triumph 😤 rage 😡 angry 😠 exploding_head 🤯 hugging_face 🤗 hugs 🤗 nerd_face 🤓
partying_face 🥳 star-struck 🤩 zany_face 🤪 shushing_face 🤫 zipper_mouth_face 🤐 face_palm 🤦 facepalm 🤦 shrug 🤷
saluting_face 🫡 melting_face 🫠 pleading_face 🥺 skull 💀 ghost 👻 robot_face 🤖 alien 👽 poop 💩 hankey 💩
see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 innocent 😇 imp 👿 smiling_imp 😈
point_up ☝️ point_up_2 👆 point_down 👇 point_left 👈 point_right 👉 raised_hand ✋ hand ✋ v ✌️
crossed_fingers 🤞 handshake 🤝 punch 👊 fist ✊ writing_hand ✍️ speech_balloon 💬 thought_balloon 💭 zzz 💤
man-raising-hand 🙋‍♂️ woman-raising-hand 🙋‍♀️ raising_hand 🙋 bust_in_silhouette 👤 busts_in_silhouette 👥
blue_heart 💙 green_heart 💚 yellow_heart 💛 orange_heart 🧡 purple_heart 💜 black_heart 🖤 white_heart 🤍 broken_heart 💔
two_hearts 💕 sparkling_heart 💖 heartpulse 💗
red_circle 🔴 large_orange_circle 🟠 orange_circle 🟠 large_yellow_circle 🟡 yellow_circle 🟡 large_green_circle 🟢
green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫
large_green_square 🟩 large_red_square 🟥 large_yellow_square 🟨 white_square ◻️ black_small_square ▪️
small_blue_diamond 🔹 small_orange_diamond 🔸 large_blue_diamond 🔷 red_triangle 🔺 small_red_triangle 🔺
small_red_triangle_down 🔻 radio_button 🔘 heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_multiplication_x ✖️
arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️ arrow_lower_right ↘️
arrows_counterclockwise 🔄 arrows_clockwise 🔃 leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ arrow_forward ▶️
fast_forward ⏩ rewind ⏪ double_vertical_bar ⏸️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 construction 🚧
rotating_light 🚨 lock 🔒 unlock 🔓 key 🔑 shield 🛡️ link 🔗 paperclip 📎 pushpin 📌 round_pushpin 📍 bookmark 🔖
label 🏷️ package 📦 gift 🎁 balloon 🎈 confetti_ball 🎊 trophy 🏆 medal 🏅 first_place_medal 🥇 second_place_medal 🥈
third_place_medal 🥉 dart 🎯 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 email ✉️ envelope ✉️ incoming_envelope 📨
inbox_tray 📥 outbox_tray 📤 mailbox 📫 clipboard 📋 calendar 📆 date 📅 spiral_calendar_pad 🗓️ bar_chart 📊
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 file_folder 📁 open_file_folder 📂 page_facing_up 📄
books 📚 book 📖 newspaper 📰 mag 🔍 mag_right 🔎 hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️
timer_clock ⏲️ alarm_clock ⏰ watch ⌚ clock1 🕐 clock9 🕘 computer 💻 desktop_computer 🖥️ keyboard ⌨️
floppy_disk 💾 cd 💿 minidisc 💽 battery 🔋 electric_plug 🔌 satellite 📡 gear ⚙️ wrench 🔧 hammer 🔨
hammer_and_wrench 🛠️ nut_and_bolt 🔩 toolbox 🧰 magnet 🧲 test_tube 🧪 microscope 🔬 broom 🧹 wastebasket 🗑️
recycle ♻️ zap ⚡ boom 💥 collision 💥 sunny ☀️ partly_sunny ⛅ cloud ☁️ rain_cloud 🌧️ snowflake ❄️ umbrella ☔
rainbow 🌈 ocean 🌊 earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 globe_with_meridians 🌐 seedling 🌱 evergreen_tree 🌲
herb 🌿 four_leaf_clover 🍀 maple_leaf 🍁 sunflower 🌻 cherry_blossom 🌸 rose 🌹
coffee ☕ tea 🍵 beer 🍺 beers 🍻 champagne 🍾 cake 🍰 birthday 🎂 cookie 🍪 pizza 🍕 popcorn 🍿 apple 🍎 banana 🍌
horse 🐴 racehorse 🐎 dog 🐶 cat 🐱 mouse 🐭 rabbit 🐰 bear 🐻 panda_face 🐼 unicorn_face 🦄 bee 🐝 turtle 🐢 snail 🐌
penguin 🐧 bird 🐦 owl 🦉 whale 🐳 dolphin 🐬 octopus 🐙 spider 🕷️ crab 🦀 dragon 🐉 elephant 🐘 ant 🐜 carrot 🥕
house 🏠 office 🏢 factory 🏭 ship 🚢 anchor ⚓ car 🚗 truck 🚚 airplane ✈️ helicopter 🚁 checkered_flag 🏁
triangular_flag_on_post 🚩 white_flag 🏳️ soccer ⚽ video_game 🎮 game_die 🎲 art 🎨 musical_note 🎵 headphones 🎧
movie_camera 🎥 camera 📷 tv 📺 phone ☎️ iphone 📱 moneybag 💰 gem 💎 crown 👑 mortar_board 🎓 briefcase 💼
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟 hash #️⃣
new 🆕 ok 🆗 up 🆙 cool 🆒 free 🆓 sos 🆘 id 🆔 information_source ℹ️ heavy_dollar_sign 💲 copyright ©️ tm ™️
abc 🔤 soon 🔜 end 🔚 top 🔝 on 🔛 back 🔙 infinity ♾️ white_medium_star ⭐ dizzy 💫 crystal_ball 🔮 magic_wand 🪄
compass 🧭 world_map 🗺️ beginner 🔰 ring_buoy 🛟 sos_button 🆘 ambulance 🚑 fire_engine 🚒 lady_beetle 🐞 bricks 🧱 brick 🧱
`;

export const EMOJI = new Map();
const words = COMMON.trim().split(/\s+/);
for (let i = 0; i < words.length; i += 2) EMOJI.set(words[i], words[i + 1]);

const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };
const TONED = new Set(
  (
    "+1 thumbsup -1 thumbsdown clap wave ok_hand muscle pray raised_hands raised_hand hand v fist punch point_up " +
    "point_up_2 point_down point_left point_right crossed_fingers writing_hand raising_hand facepalm face_palm shrug"
  ).split(" "),
);

/** Names the picker and the completion leave out: a second name of the same emoji. */
export const PICKABLE = [...EMOJI].filter(
  ([, char], i, all) => all.findIndex(([, other]) => other === char) === i,
);

export const FREQUENT = [
  "eyes",
  "white_check_mark",
  "ticket",
  "+1",
  "heart",
  "tada",
  "raised_hands",
  "pray",
  "bug",
  "bulb",
  "question",
  "thinking_face",
];

/** The character of a name such as `tada` or `+1::skin-tone-3`, or null. */
export function emojiOf(name) {
  const [base, tone] = String(name).split("::skin-tone-");
  const char = EMOJI.get(base);
  if (!char) return null;
  return tone && TONED.has(base) ? char.replace("\ufe0f", "") + (TONES[tone] ?? "") : char;
}
