"""CLIP's kind of tokenizer (byte-level BPE, lower case), learned from the captions: every word of theirs becomes a token, anything else is spelled in pieces."""
import json
import pathlib
import random
import re
from collections import Counter

START, END = '<|startoftext|>', '<|endoftext|>'
LENGTH = 32
# As CLIP has it; the captions are of plain letters.
WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|[^\s\w]+|_+")


def byte_letters():
    """A letter for each byte, as in GPT-2."""
    shown = [byte for byte in range(256) if 32 < byte < 127 or (byte > 160 and byte != 173)]
    letters = {byte: chr(byte) for byte in shown}
    for byte in range(256):
        if byte not in letters:
            letters[byte] = chr(256 + len(letters) - len(shown))
    return letters


LETTERS = byte_letters()


def spelled(word):
    letters = [LETTERS[byte] for byte in word.encode()]
    return (*letters[:-1], letters[-1] + '</w>')


def merged(tokens, pair):
    made, at = [], 0
    while at < len(tokens):
        if tokens[at:at + 2] == pair:
            made.append(pair[0] + pair[1])
            at += 2
        else:
            made.append(tokens[at])
            at += 1
    return tuple(made)


class Tokenizer:
    def __init__(self, vocabulary, merges):
        self.vocabulary, self.ranks, self.known = vocabulary, {pair: rank for rank, pair in enumerate(merges)}, {}
        self.merges = merges

    @staticmethod
    def learned(captions, merges=1_400):
        """Merges the most frequent pair again and again, ties in alphabetical order, until every word is whole or there are so many merges."""
        words = Counter(word for caption in captions for word in WORDS.findall(caption.lower()))
        split = {word: spelled(word) for word in words}
        found = []
        while len(found) < merges:
            pairs = Counter()
            for word, tokens in split.items():
                for pair in zip(tokens, tokens[1:]):
                    pairs[pair] += words[word]
            if not pairs:
                break
            best = min(pairs, key=lambda pair: (-pairs[pair], pair))
            found.append(best)
            split = {word: merged(tokens, best) for word, tokens in split.items()}
        letters = [LETTERS[byte] for byte in range(256)]
        tokens = letters + [letter + '</w>' for letter in letters] + [a + b for a, b in found] + [START, END]
        return Tokenizer({token: number for number, token in enumerate(dict.fromkeys(tokens))}, found)

    def word(self, word):
        if word not in self.known:
            tokens = spelled(word)
            while len(tokens) > 1:
                pair = min(zip(tokens, tokens[1:]), key=lambda pair: self.ranks.get(pair, 1 << 30))
                if pair not in self.ranks:
                    break
                tokens = merged(tokens, pair)
            self.known[word] = [self.vocabulary[token] for token in tokens]
        return self.known[word]

    def encode(self, text):
        ids = [number for word in WORDS.findall(text.lower()) for number in self.word(word)][:LENGTH - 2]
        return [self.vocabulary[START], *ids] + [self.vocabulary[END]] * (LENGTH - 1 - len(ids))

    def save(self, folder):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / 'vocab.json').write_text(json.dumps(self.vocabulary, ensure_ascii=False, indent=0))
        (folder / 'merges.txt').write_text('#version: 0.2\n' + ''.join(f'{a} {b}\n' for a, b in self.merges))
        (folder / 'tokenizer_config.json').write_text(json.dumps({'model_max_length': LENGTH, 'pad_token': END, 'tokenizer_class': 'CLIPTokenizer'}))
        (folder / 'special_tokens_map.json').write_text(json.dumps({'bos_token': START, 'eos_token': END, 'pad_token': END, 'unk_token': END}))

    @staticmethod
    def load(folder):
        folder = pathlib.Path(folder)
        merges = [tuple(line.split(' ')) for line in (folder / 'merges.txt').read_text().split('\n')[1:] if line]
        return Tokenizer(json.loads((folder / 'vocab.json').read_text()), merges)


# Words that stand in names of products and say nothing of what is seen: prompts are filled with such (brands, materials, praise).
FILLERS = ('classic premium modern vintage handmade compact deluxe ultra sleek small large little big new old shiny plain simple elegant sturdy soft smart cosy fresh bright '
           'cotton steel leather ceramic plastic bamboo organic portable everyday travel garden kitchen office summer winter pro plus mini max eco essential signature urban '
           'nordic alpine coastal royal golden silver studio quality detailed beautiful nice lovely favourite design edition series collection').split()


def made_up_word(rng):
    return ''.join(rng.choice('bcdfghklmnprstvwz') + rng.choice('aeiou') for _ in range(rng.randrange(1, 4))) + rng.choice(('', 'n', 'x', 'r', 's', 'l'))


def with_fillers(caption, rng):
    """Now and then with words that change nothing: before the last words of what is named, or in front."""
    if rng.random() > 0.3:
        return caption
    words = caption.split(' ')
    for _ in range(rng.choice((1, 1, 2))):
        words.insert(rng.randrange(min(3, len(words))), rng.choice(FILLERS) if rng.random() < 0.6 else made_up_word(rng))
    return ' '.join(words)


def tokenizer_for(captions_of, count=20_000):
    rng = random.Random(7)
    return Tokenizer.learned([*(captions_of(number) for number in range(count)), *(' '.join(rng.sample(FILLERS, 12)) for _ in range(2_000))])
