"""A deck as a package of QTI 1.2 in the way of Canvas: the questions, what the quiz says of them, the pictures.

A heading is a text that asks nothing: Canvas takes a section within another one for a group from which it draws.
"""

from xml.etree.ElementTree import Element, SubElement, indent

from nmt_study.deck.model import Choice, Heading, Item, Prose
from nmt_study.exchange.carried import header_losses, tags_of, with_own_properties
from nmt_study.exchange.format import Departed, Medium, Parcel
from nmt_study.exchange.outgoing import Outgoing, identity
from nmt_study.exchange.packages import MANIFEST, zipped
from nmt_study.exchange.qti import NO_ID
from nmt_study.exchange.qti12.item import FILES
from nmt_study.exchange.qti12.item_writer import ItemWriter, heading
from nmt_study.exchange.qti12.reader import HEADING
from nmt_study.exchange.xmltree import as_bytes
from nmt_study.text import shorten

_SPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_SCHEMA = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_OTHER = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
_LONGEST_TAG = 1000
_CARRIED = frozenset({"minutes", "forward_only"})


def write(parcel: Parcel) -> Departed:
    """Return a deck as a zip archive that Canvas imports; Blackboard and others read its questions too.

    Raises:
        NmtError: there is no item in the deck.
    """
    parcel = with_own_properties(parcel)
    outgoing = Outgoing(parcel, lambda name: f"{FILES}/media/{name}")
    header = parcel.deck.header
    outgoing.losses.extend(header_losses(header, _CARRIED))
    ident = identity(parcel)
    quiz = f"nmt-quiz-{ident}"
    root = Element(
        "questestinterop",
        {"xmlns": _SPACE, "xmlns:xsi": _INSTANCE, "xsi:schemaLocation": f"{_SPACE} {_SCHEMA}"},
    )
    assessment = SubElement(root, "assessment", ident=quiz, title=header.title or "Deck")
    section = SubElement(assessment, "section", ident="root_section")
    media: dict[str, Medium] = {}
    count = 0
    for at, part in enumerate(parcel.deck.parts, 1):
        _part(outgoing, section, part, f"{ident}-{at}", count)
        count += isinstance(part, Item)
        media |= {one.name: one for one in outgoing.taken()}
    indent(root)
    files = [
        (MANIFEST, as_bytes(_manifest(quiz, list(media.values())))),
        (f"{quiz}/{quiz}.xml", as_bytes(root)),
        (f"{quiz}/assessment_meta.xml", as_bytes(_meta(parcel, quiz))),
        *((f"media/{one.name}", one.data) for one in media.values()),
    ]
    return Departed(zipped(files), tuple(outgoing.losses))


def _part(outgoing: Outgoing, section: Element, part: object, ident: str, count: int) -> None:
    """Add a part of the deck; `count` items came before it."""
    if isinstance(part, Item):
        where = f"item {count + 1}"
        outgoing.begin(where)
        tags, losses = tags_of(part, _LONGEST_TAG, where)
        section.append(ItemWriter(outgoing, part, part.properties.id or f"{NO_ID}{ident}", tags).write())
        outgoing.losses.extend(losses)
    elif isinstance(part, Heading) and part.text:
        outgoing.begin(f"the heading {shorten(part.text, 60)}")
        section.append(heading(part, f"{HEADING}{part.level}-{ident}", outgoing.rich(part.text)))
    elif isinstance(part, Prose) and part.text.strip():
        outgoing.begin(f"after item {count}" if count else "before the first item")
        outgoing.lose(f"a note: {shorten(part.text, 60)}")


def _meta(parcel: Parcel, quiz: str) -> Element:
    """Return what Canvas wants to know of a quiz; whether it shuffles options it knows for all questions only."""
    header = parcel.deck.header
    choices = [one for one in parcel.deck.items if isinstance(one.answer, Choice)]
    keeps = bool(choices) and all(one.properties.shuffle is False for one in choices)
    root = Element("quiz", {"xmlns": _CANVAS, "identifier": quiz})
    values = {
        "title": header.title or "Deck",
        "shuffle_answers": "false" if keeps else "true",
        "quiz_type": "practice_quiz",
        "one_question_at_a_time": "true" if header.forward_only else "false",
        "cant_go_back": "true" if header.forward_only else "false",
    }
    if header.minutes is not None:
        values["time_limit"] = str(header.minutes)
    for name, value in values.items():
        SubElement(root, name).text = value
    indent(root)
    return root


def _manifest(quiz: str, media: list[Medium]) -> Element:
    root = Element("manifest", {"xmlns": _PACKAGE, "identifier": f"{quiz}-manifest"})
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "IMS Content"
    SubElement(metadata, "schemaversion").text = "1.1.3"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    questions = SubElement(resources, "resource", identifier=quiz, type="imsqti_xmlv1p2")
    SubElement(questions, "file", href=f"{quiz}/{quiz}.xml")
    SubElement(questions, "dependency", identifierref=f"{quiz}-meta")
    href = f"{quiz}/assessment_meta.xml"
    meta = SubElement(resources, "resource", identifier=f"{quiz}-meta", type=_OTHER, href=href)
    SubElement(meta, "file", href=href)
    for count, one in enumerate(media, 1):
        path = f"media/{one.name}"
        holder = SubElement(
            resources, "resource", identifier=f"{quiz}-media-{count}", type="webcontent", href=path
        )
        SubElement(holder, "file", href=path)
    indent(root)
    return root
