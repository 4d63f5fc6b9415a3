"""Where a sentence names systems: of known families, by the shape of a name, or the text's own."""

import re
from collections.abc import Iterable
from functools import lru_cache

from tracker.extract.mentions import Mention, overlaps

_KNOWN = (
    r"(?:(?:Chat)?GPT|Claude|Gemini|LLaMA|Llama|LLaVA|Qwen|Mistral|Mixtral|Grok|Gemma|Phi|DeepSeek"
    r"|Falcon|Vicuna|PaLM|Kimi|GLM|InternVL|ResNet|ViT|Whisper|CLIP)[\w.-]*(?<![.-])"
    r"(?:\s(?:v?\d+(?:\.\d+)?[A-Za-z]{0,2}))?"
    r"(?:[\s-](?:Pro|Opus|Sonnet|Haiku|Flash|Turbo|Mini|mini|Nano|Large|Instruct|Thinking|Max)\b"
    r"(?:\s\d(?:\.\d)?)?)*"
)
_SHAPED = (
    r"[A-Z][\w.+]*(?:-[\w.+]*\w)+"  # Med-PaLM, SafeMed-R1
    r"|[A-Z][a-z]+[A-Z0-9][\w.+-]*\w"  # BioGPT, MedAlpaca
    r"|[A-Z]{3,}[\w-]*\d[\w.-]*"  # SOTA2024
    r"|[A-Z]{2,}[a-z]+\w*"  # LLaMA, PMCmed
    r"|(?:BERT|LSTM|BiLSTM|SVM|XGBoost|T5|BART)\b"
)
_MODEL = re.compile(
    rf"(?<![\w-])(?:{_KNOWN}|{_SHAPED})(?:\s\d{{1,3}}(?:\.\d+)?[BM]\b)?(?![\w-]|\.\d)"
)
# What looks like a name and is none: properties, codes, manuals, kinds of models.
_PROPERTY = (
    "shot tuned tuning based level of end aware supervised guided trained enhanced driven augmented"
    " specific wise world source scale art as in the to class label task score rads qa vqa time"
    " like style choice turn step hop agent modal parameter average averaged assisted powered"
    " generated focused related centric only free"
)
_KIND = (
    "Multi Time Human Real Large Cross Long Self Zero Few High Low Non Pre Post Out Domain Expert"
    " State Full Top End Text Image Question Mean Chain Best Bio Knowledge Point Data"
)
_CODE = (
    "DSM ICD COVID SARS TCGA MIMIC CPTAC UK US BI LI PI TI AI ML DL NLP CT MRI PET X F R E K Cohen"
    " Likert ROUGE BLEU METEOR BERTScore AUC AUROC AUPRC ROC PR mAP IoU GB GPU CPU RTX"
)
_COMMON = (
    "LLMs VLMs MLLMs LVLMs LMs SLMs GPUs CNNs PLMs DNNs GNNs APIs RAG QA VQA CoT RLHF GRPO DPO PPO"
    " LoRA SFT PubMed GitHub HuggingFace ArXiv arXiv OpenAI DeepMind Google MeSH LaTeX PhD IoU SoTA"
    " SOTA McNemar"
)
_NO_MODEL = re.compile(
    rf"(?i:.*-(?:{'|'.join(_PROPERTY.split())}|k|\d{{1,2}}k))"
    r"|[A-Z][a-z]+(?:-[a-z]+)+"
    rf"|(?:{'|'.join(_KIND.split())})-[A-Z]\S*"
    rf"|(?:{'|'.join(_CODE.split())})(?:-.*|\d*)"
    rf"|(?:.*\b)?(?:{'|'.join(_COMMON.split())})"
)
_TESTED = re.compile(r"\s(?:dataset|benchmark|corpus|test set|exam|challenge|leaderboard)", re.I)


def systems(text: str, others: Iterable[Mention], own: tuple[str, ...] = ()) -> list[Mention]:
    """Names that look like systems, in reading order, those of tests and metrics left out, and
    the short form that one of these is given in parentheses."""
    taken = list(others)
    found = [Mention(m.start(), m.end(), m[0]) for m in _own(own).finditer(text)] if own else []
    for match in _MODEL.finditer(text):
        one = Mention(match.start(), match.end(), match[0])
        if not _NO_MODEL.fullmatch(one.name) and not _TESTED.match(text, one.end):
            found += [] if overlaps(one, found) else [one]
    short = {other.end + 2 for other in taken}
    return sorted(
        one
        for one in found
        if not overlaps(one, taken)
        and not (
            one.start in short and text[one.start - 1] == "(" and text[one.end :].startswith(")")
        )
    )


@lru_cache(maxsize=256)
def _own(names: tuple[str, ...]) -> re.Pattern[str]:
    """The text's own systems; a variant such as "X-7B" is one of them too."""
    listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<![\w-])(?:{listed})(?:-[\w.]*\w)?(?![\w-])")
