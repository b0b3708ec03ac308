"""Made-up customers and orders in the sizes and skew of a small business, written as files for the import."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

GIVEN = [
    "Anna",
    "Giorgi",
    "Jana",
    "Priya",
    "Tomáš",
    "Nino",
    "Lakshmi",
    "John",
    "Mary",
    "Davit",
    "Kavitha",
    "Petr",
    "Eva",
    "Levan",
    "Ruth",
    "Karthik",
    "Zdeněk",
    "Tamar",
]
FAMILY = [
    "Nováková",
    "Beridze",
    "Smith",
    "Kumar",
    "Dvořák",
    "Kapanadze",
    "Raman",
    "Okafor",
    "Whitcombe",
    "Horák",
    "Tsereteli",
    "Svoboda",
    "Iyer",
    "Adeyemi",
    "Procházka",
    "Lomidze",
    "Subramaniam",
    "Černý",
]
GEORGIAN = ("გიორგი ბერიძე", "ნინო კაპანაძე", "თამარ ლომიძე", "დავით წერეთელი")
TAMIL = ("லட்சுமி நாராயணன்", "கார்த்திக் குமார்", "பிரியா ராமன்")


def customers_file(path: Path, count: int, *, seed: int = 7) -> None:
    """`count` persons, one in ten written in Georgian or Tamil."""
    chance = random.Random(seed)  # noqa: S311 - the same data on every run is the point
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["customer_id", "name", "email", "phone", "street", "city", "postal_code", "country", "language"]
        )
        for n in range(count):
            plain = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)} {n % 997}"
            name = chance.choice(GEORGIAN + TAMIL) if n % 10 == 0 else plain
            phone = f"+4207{chance.randrange(10**8):08d}"
            street = f"{chance.choice(FAMILY)} Street {chance.randrange(1, 200)}"
            city, code = chance.choice([("Praha", "110 00"), ("Brno", "602 00"), ("Plzeň", "301 00")])
            language = "ka" if n % 10 == 0 and name in GEORGIAN else "ta" if n % 10 == 0 else "cs"
            writer.writerow([f"C{n:07d}", name, f"c{n}@customers.example", phone, street, city, code, "CZ", language])


def orders_files(orders: Path, items: Path, customers: int, *, each: int, seed: int = 11) -> None:
    """`each` orders per customer on average; a few customers buy most."""
    chance = random.Random(seed)  # noqa: S311
    with orders.open("w", newline="") as order_file, items.open("w", newline="") as item_file:
        order_writer, item_writer = csv.writer(order_file), csv.writer(item_file)
        order_writer.writerow(["order_id", "customer_id", "order_date", "required_date", "shipped_date"])
        item_writer.writerow(["order_id", "product_id", "unit_price", "quantity", "discount"])
        today = date.today()
        for n in range(customers * each):
            buyer = int(customers * chance.random() ** 2)
            placed = today - timedelta(days=chance.randrange(3, 1500))
            shipped = placed + timedelta(days=chance.randrange(1, 25))
            order_writer.writerow(
                [n, f"C{buyer:07d}", placed, placed + timedelta(days=20), shipped if shipped < today else ""]
            )
            for _ in range(chance.choice((1, 1, 2, 3))):
                item_writer.writerow(
                    [n, f"P{chance.randrange(60):03d}", chance.randrange(5, 400), chance.randrange(1, 5), 0]
                )
