"""Invented sentences for invented posts: praise and criticism of a brand, and everything else."""

import random
from dataclasses import dataclass

PRAISE = (
    "{brand}新机用了{days}，{part}没得说，比我上一台强太多。",
    "今天又拿{brand}跑了{place}，{part}真的稳，{face}给工程师加鸡腿。",
    "说句公道话，{brand}这一代的{part}是我今年用过最好的。",
    "{brand}{part}调教得很用心，{days}下来没有一次掉链子{face}",
    "家里老人换了{brand}，{part}一学就会，这点必须夸。",
    "同价位里我还是推荐{brand}，{part}和做工都对得起价钱。",
    "{brand}售后这次很快，{days}就修好了，态度也好，点个赞{face}",
)
CRITICISM = (
    "{brand}这次的{part}我是真的忍不了，用了{days}，越用越失望。",
    "{brand}{part}翻车了，{place}直接掉链子{face}，客服还让我自己重启。",
    "花了大价钱买{brand}，{part}还不如上一代，这就是所谓的诚意？",
    "别再吹{brand}的{part}了，{days}修了三次，谁买谁知道{face}",
    "{brand}的品控越来越差，我这台{part}第{number}天就出问题，售后一直推。",
    "发布会说得天花乱坠，到手的{brand}{part}缩水成这样，太让人生气了。",
    "{brand}系统更新以后{part}变得更差，广告倒是多了，真行啊[微笑]",
)
NEUTRAL = (
    "{brand}今天开发布会，我第{number}个到场，晚上整理要点。",
    "收到{brand}的新机，先拍个开箱，{part}等测完再说。",
    "后台有{number}个人问{brand}的{part}，我这周排个测试。",
    "{brand}新品的价格出来了，起售价和去年一样，{days}后开卖。",
    "下周去{place}参加{brand}的活动，有什么想问的写在下面。",
)
OTHERS = (
    "华为这块屏幕在{place}看得很清楚，{part}也没毛病。",
    "苹果今年的{part}挤牙膏，{number}个月了还是老样子{face}",
    "拿OPPO拍了{number}张夜景，{part}比想象中好一些。",
    "样例手机X{number}的{part}数据整理完了，表格放评论区。",
    "荣耀这个折叠屏的{part}我测了{days}，没发现折痕变深。",
)
PLAIN = (
    "{place}下雨了，录视频的计划又泡汤{face}",
    "今天写稿写到第{number}页，楼下的面馆还开着，人生值得。",
    "推荐一部纪录片，讲{place}的，{number}集，一口气看完。",
    "整理旧硬盘，翻出{number}年前写的测评，文笔真青涩{face}",
    "早上跑了{number}公里，配速比上周快一点，膝盖没疼。",
    "周末想去{place}，有没有不挤的时间段？",
    "剪辑软件又崩了，{number}分钟的素材白干，先去睡觉{face}",
    "评论区有人问桌面怎么布置，{days}后出一期视频细说。",
    "做了一锅番茄牛腩，够{number}个人吃，邻居闻着味就来了。",
    "地铁上看到小朋友在背单词，我背的还没他多{face}",
    "#样例数码问答# 第{number}期：充电线到底要不要买贵的？",
    "直播改到{place}，时间不变，带了{number}台机器慢慢聊。",
    "今天的猫一动不动地看了我{number}分钟，我怀疑它想开口说话。",
    "新桌子到了，比图上小一圈，放三台显示器刚好 http://t.cn/A6fake{number}",
    "跟@路人甲 聊了一晚上，做内容还是得说人话。",
)
TAILS = (
    "先这样。",
    "{place}的光线不错。",
    "改天细聊。",
    "第{number}次记录。",
    "各位早点休息{face}",
    "有问题评论区见。",
    "这是{days}里的第{number}条笔记。",
    "数据都在表里。",
    "不接受反驳{face}",
    "",
)
LONG = (
    "先说背景：这台机器我从{place}带到办公室，前后{days}，每天主力使用。",
    "再说{part}：连续测了{number}轮，每轮半小时，室温二十五度，结果前后差别不大。",
    "有人会问日常有没有影响，我的答案是看场景，在{place}这种地方几乎感觉不到。",
    "第{number}天我把同样的步骤又走了一遍，数字基本一致，说明不是偶然。",
    "和同价位的另外{number}台放在一起看，{part}排在中间，不算惊喜，也不算短板。",
    "视频素材剪到最后只剩{number}分钟，长的版本留给想看细节的朋友。",
)
COMMENTS = (
    "恰饭了吧{face}",
    "支持，说得实在",
    "我也遇到过，{place}那次直接没信号",
    "{part}确实一般，别洗了",
    "同款用了{days}，没问题啊",
    "楼主快更新，等{number}天了",
    "哈哈哈哈{face}",
    "收了多少钱？",
    "客观，关注了",
    "买了，回来还愿",
    "{brand}的{part}我用着挺好",
    "{brand}这点确实要改",
)
REPOST_REASONS = (
    "转发微博",
    "这个说得没毛病",
    "{number}年了终于有人讲清楚{face}",
    "留着{days}后再看",
    "对{part}有兴趣的可以看看",
    "同意一半//@路人乙:{part}还得再等等//@路人丙:不买",
    "",
)
ORIGINALS = (
    "样例手机X{number}发布，影像全面升级！#样例手机X{number}# ",
    "我们在{place}做了一次{part}盲测，{number}位用户参加。",
    "{brand}的{part}到底进步了多少？一张图看懂。",
    "今天{place}的展会现场，人比去年多{number}成。",
)
_SLOTS = {
    "part": [
        *("屏幕", "续航", "拍照", "系统", "手感", "散热", "快充"),
        *("信号", "音质", "导航", "视频防抖", "夜景", "扬声器"),
    ],
    "place": [
        *("图书馆", "高铁站", "地下车库", "海边", "办公室", "菜市场"),
        *("老家", "体育馆", "山顶", "咖啡馆", "展厅"),
    ],
    "days": ["两天", "三天", "一周", "十天", "半个月", "一个月", "三个月"],
    "face": ["[允悲]", "[doge]", "[笑cry]", "[赞]", "[二哈]", "[思考]", "[吃瓜]", *[""] * 5],
}


@dataclass(frozen=True, slots=True)
class Composed:
    """A text, and what it says of the brand: praise, criticism, neutral, or "" for nothing."""

    text: str
    stance: str


def fill(template: str, chance: random.Random, brand: str) -> str:
    """The template with its slots filled."""
    slots = {name: chance.choice(words) for name, words in _SLOTS.items()}
    return template.format(brand=brand, number=chance.randrange(2, 30), **slots)


def compose(chance: random.Random, brand: str, *, long: bool) -> Composed:
    """A post of its author's own: a quarter name the brand, the others something else."""
    roll = chance.random()
    stance = ""
    bank: tuple[str, ...] = PLAIN
    if roll < 0.10:
        stance, bank = "praise", PRAISE
    elif roll < 0.19:
        stance, bank = "criticism", CRITICISM
    elif roll < 0.26:
        stance, bank = "neutral", NEUTRAL
    elif roll < 0.42:
        bank = OTHERS
    parts = [chance.choice(bank), chance.choice(TAILS)]
    text = "".join(fill(part, chance, brand) for part in parts)
    if long:
        body = [fill(chance.choice(LONG), chance, brand) for _ in range(chance.randrange(7, 12))]
        text = "\n".join([text, *body])
    return Composed(text, stance)


def comment(chance: random.Random, brand: str) -> str:
    """What a reader writes under a post."""
    return fill(chance.choice(COMMENTS), chance, brand)
