from rapport.promises.testing import tbilisi

__all__ = ["tbilisi"]
