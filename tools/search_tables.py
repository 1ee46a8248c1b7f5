"""Makes the tables behind the search: readings of characters, simplified forms.

Readings come from pypinyin: the usual one of each character, and those that its phrases use often
enough. `ADDED` and `DROPPED` correct that by hand for the words of shops. Run it after an update of
pypinyin or OpenCC, and raise `domain.search_keys.VERSION` when the files changed.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

TARGET = Path(__file__).resolve().parent.parent / "resources" / "search"
FEWEST_PHRASES = 3
SMALLEST_SHARE = 0.03
READINGS_HEAD = """\
# Toneless readings of Chinese characters: a reading, a tab, the characters usually read so; after
# the blank line the characters with several common readings, the usual one first.
# From pypinyin 0.55 (MIT licence, (c) mozillazg, pinyin-data and phrase-pinyin-data).
"""
SIMPLIFIED_HEAD = """\
# Traditional Chinese characters and, in the same order on the next line, their simplified forms.
# From OpenCC's TSCharacters (Apache License 2.0, https://github.com/BYVoid/OpenCC).
"""
ADDED = """
    熟 shu shou; 蛤 ha ge; 茄 qie jia; 单 dan shan chan; 咖 ka ga; 芥 jie gai; 杉 shan sha;
    秘 mi bi; 龟 gui jun qiu; 烙 lao luo; 虾 xia ha; 石 shi dan; 谁 shui shei; 厦 sha xia;
    薄 bao bo; 绿 lv lu; 翟 zhai di; 区 qu ou; 查 cha zha; 盖 gai ge; 种 zhong chong;
    柏 bai bo; 洗 xi xian; 员 yuan yun; 六 liu lu; 地 di de; 侧 ce ze zhai; 炮 pao bao;
    拗 ao niu; 蕃 fan bo; 番 fan pan; 扛 kang gang; 夹 jia ga; 轧 ya zha ga; 咳 ke hai;
    吓 xia he; 粘 zhan nian; 殖 zhi shi; 屯 tun zhun; 囤 dun tun; 褪 tui tun; 泌 mi bi;
    臂 bi bei; 胖 pang pan; 莎 sha suo; 蜡 la zha; 荨 qian xun; 荠 ji qi; 蔚 wei yu; 熨 yun yu;
    圈 quan juan; 鲑 gui xie; 娜 na nuo; 咀 ju zui; 沈 shen chen; 隽 jun juan; 铅 qian yan;
    铛 dang cheng; 镐 gao hao; 万 wan mo; 那 na nei; 哪 na nei; 这 zhe zhei; 么 me mo;
    说 shuo shui yue; 读 du dou; 合 he ge; 叶 ye xie; 仔 zi zai; 伽 jia qie ga; 姥 lao mu;
    拾 shi she; 枸 gou ju; 栅 zha shan; 桧 gui hui; 殷 yin yan; 澄 cheng deng; 瀑 pu bao;
    缴 jiao zhuo; 膀 bang pang; 艾 ai yi; 茜 qian xi; 豉 chi shi; 酵 jiao xiao; 酪 lao luo;
    酢 cu zuo; 会 hui kuai; 车 che ju; 行 xing hang heng; 重 zhong chong; 乐 le yue;
    长 chang zhang; 还 hai huan; 得 de dei; 落 luo la lao; 什 shen shi; 壳 ke qiao;
    堡 bao bu pu; 阿 a e; 卡 ka qia; 系 xi ji; 给 gei ji; 都 dou du; 强 qiang jiang;
    仇 chou qiu; 解 jie xie; 曾 zeng ceng; 尉 wei yu; 盛 sheng cheng; 剥 bo bao; 咽 yan ye;
    大 da dai; 色 se shai; 贾 jia gu; 宿 su xiu; 省 sheng xing; 弹 dan tan; 调 tiao diao;
    传 chuan zhuan; 藏 cang zang; 便 bian pian; 参 can shen cen; 降 jiang xiang; 朝 chao zhao;
    折 zhe she; 露 lu lou; 血 xue xie; 度 du duo; 角 jiao jue; 和 he huo; 恶 e wu; 没 mei mo;
    差 cha chai ci; 率 lv shuai; 校 xiao jiao; 模 mo mu; 塞 sai se; 称 cheng chen; 了 le liao;
    着 zhe zhao zhuo; 的 de di; 拓 tuo ta; 奇 qi ji; 提 ti di; 见 jian xian; 亲 qin qing;
    佛 fo fu; 核 he hu; 屏 ping bing; 劲 jin jing; 爪 zhua zhao; 纤 xian qian; 畜 chu xu;
    削 xiao xue; 嚼 jiao jue; 觉 jue jiao; 臭 chou xiu; 陆 lu liu; 扎 za zha; 卜 bu bo;
    泊 bo po; 蔓 man wan; 扒 ba pa; 刨 bao pao; 糜 mi mei; 蚌 bang beng; 曝 bao pu; 呢 ne ni;
    钥 yao yue; 朴 pu piao; 腌 yan a; 弄 nong long; 颈 jing geng; 俞 yu shu; 尺 chi che;
    裳 shang chang; 脯 pu fu; 埔 pu bu; 莞 guan wan; 纶 lun guan; 骰 tou shai; 螫 shi zhe;
    粳 jing geng; 拎 lin ling
"""
DROPPED = """
    大 dai; 洗 xian; 汤 shang; 得 dei; 六 lu; 万 mo; 亲 qing; 番 pan; 艾 yi; 叶 xie; 尺 che;
    奇 ji; 色 shai; 核 hu; 提 di; 合 ge; 铅 yan; 度 duo; 强 jiang; 地 de; 夹 ga; 虾 ha;
    柚 zhou; 侧 ze zhai; 属 zhu; 系 ji; 盖 ge; 莎 suo; 石 dan; 种 chong; 杉 sha; 食 si; 区 ou;
    员 yun; 读 dou; 车 ju
"""


def main() -> None:
    """Write both tables."""
    (TARGET / "readings.txt").write_text(readings_text(), encoding="utf-8")
    (TARGET / "simplified.txt").write_text(simplified_text(), encoding="utf-8")


def readings_text() -> str:
    """Return the table of readings."""
    table = readings()
    usual: dict[str, list[str]] = defaultdict(list)
    for sign, found in sorted(table.items()):
        usual[found[0]].append(sign)
    single = [f"{reading}\t{''.join(signs)}" for reading, signs in sorted(usual.items())]
    several = [
        f"{sign}\t{' '.join(found)}" for sign, found in sorted(table.items()) if len(found) > 1
    ]
    return READINGS_HEAD + "\n".join([*single, "", *several]) + "\n"


def readings() -> dict[str, list[str]]:
    """Return the common readings of each character, the usual one first."""
    used = phrase_readings()
    table = {
        chr(code): _common(listed.split(","), used[chr(code)])
        for code, listed in PINYIN_DICT.items()
        if _is_kept(code) and plain(listed.split(",")[0])
    }
    for sign, added in _by_hand(ADDED).items():
        table[sign] = list(dict.fromkeys([*added, *table.get(sign, [])]))
    for sign, dropped in _by_hand(DROPPED).items():
        table[sign] = [reading for reading in table[sign] if reading not in dropped]
    return table


def phrase_readings() -> dict[str, Counter[str]]:
    """Count how often pypinyin's phrases read each character in which way."""
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, spelt in PHRASES_DICT.items():
        if len(phrase) == len(spelt):
            for sign, reading in zip(phrase, spelt, strict=True):
                used[sign][plain(reading[0])] += 1
    return used


def plain(reading: str) -> str:
    """Take the tone off a reading; `ü` is written `v`."""
    letters = unicodedata.normalize("NFD", reading.replace("ê", "e"))
    joined = letters.replace("u\u0308", "v")
    return "".join(sign for sign in joined if "a" <= sign <= "z")


def simplified_text() -> str:
    """Return the table of traditional characters."""
    source = resources.files("opencc") / "dictionary" / "TSCharacters.txt"
    pairs: dict[str, str] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        old, _, new = line.partition("\t")
        first = new.split(" ")[0]
        if len(old) == len(first) == 1 and max(old, first) < "\U00010000" and old != first:
            pairs[old] = first
    ordered = sorted(pairs.items())
    olds, news = "".join(old for old, _ in ordered), "".join(new for _, new in ordered)
    return f"{SIMPLIFIED_HEAD}{olds}\n{news}\n"


def _common(listed: list[str], used: Counter[str]) -> list[str]:
    enough = max(FEWEST_PHRASES, SMALLEST_SHARE * used.total())
    often = [reading for reading, count in used.most_common() if reading and count >= enough]
    return list(dict.fromkeys([plain(listed[0]), *often]))


def _is_kept(code: int) -> bool:
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code == 0x3007


def _by_hand(text: str) -> dict[str, list[str]]:
    lines = (entry.split() for entry in " ".join(text.split()).split(";"))
    return {sign: found for sign, *found in lines}


if __name__ == "__main__":
    main()
