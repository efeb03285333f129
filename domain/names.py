"""A name in the three languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """One name in Kazakh, Russian and English."""

    kk: str
    ru: str
    en: str

    def name(self, locale: str) -> str:
        """The name for a locale such as `ru`, `ru_KZ` or `ru-KZ`; Kazakh for any other locale."""
        language = locale[:2].lower()
        if language == "ru":
            return self.ru
        return self.en if language == "en" else self.kk
