"""Conferences and journals by the names that authors write in arXiv's comment field, and what is none of the two."""

import re

CONFERENCES = (
    "NeurIPS", "NIPS", "ICLR", "ICML", "COLT", "AISTATS", "UAI", "ALT", "CoRL", "MLSys", "AAAI", "IJCAI", "ECAI",
    "AAMAS", "CVPR", "ICCV", "ECCV", "WACV", "BMVC", "ACCV", "3DV", "MICCAI", "MIDL",
    "ACL", "EMNLP", "NAACL", "EACL", "AACL", "COLING", "CoNLL", "LREC", "COLM", "TACAS",
    "INTERSPEECH", "ICASSP", "ISMIR", "RSS", "ICRA", "IROS",
    "KDD", "WWW", "WSDM", "SIGIR", "CIKM", "ICDM", "SDM", "RecSys", "ECIR", "SIGMOD", "VLDB", "ICDE",
    "OSDI", "SOSP", "NSDI", "SIGCOMM", "EuroSys", "ASPLOS", "ISCA", "HPCA", "DAC", "PLDI", "POPL", "OOPSLA", "ICFP",
    "ICSE", "ISSTA", "CHI", "UIST", "CSCW", "SIGGRAPH", "STOC", "FOCS", "SODA", "ITCS", "ICALP", "CRYPTO", "EUROCRYPT",
    "CCS", "NDSS", "FAccT", "AIES",
)  # fmt: skip
JOURNALS = {"TMLR": "Transactions on Machine Learning Research", "JMLR": "Journal of Machine Learning Research",
            "TACL": "Transactions of the Association for Computational Linguistics",
            "JAIR": "Journal of Artificial Intelligence Research"}  # fmt: skip

_PREPRINT = re.compile(
    r"\b(?:arxiv|corr|computing research repository|biorxiv|medrxiv|chemrxiv|techrxiv|psyarxiv|socarxiv|ssrn"
    r"|research square|preprints?|openreview|authorea|zenodo|figshare|osf|hal|e-?prints?)\b",
    re.IGNORECASE,
)
_PREPRINT_DOI = re.compile(
    r"10\.(?:48550/|2139/ssrn|21203/rs\.|20944/preprints|26434/|36227/techrxiv|31234/|31235/|31219/|5281/zenodo"
    r"|1101/(?:\d{6}$|20\d\d\.)|22541/|6084/|64898/)",
    re.IGNORECASE,
)


def is_preprint(venue: str | None, doi: str | None = None) -> bool:
    """Whether a place is one where anybody can put a paper: being there is no publication."""
    return bool((venue and _PREPRINT.search(venue)) or (doi and _PREPRINT_DOI.match(doi)))
