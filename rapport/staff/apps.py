from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "rapport.staff"
    label = "staff"

    def ready(self) -> None:
        from rapport.staff.listening import listen

        listen()
