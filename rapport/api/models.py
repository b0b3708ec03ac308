from rapport.api.webhooks.models import Delivery, Endpoint, Progress, Secret

__all__ = ["Delivery", "Endpoint", "Progress", "Secret"]
