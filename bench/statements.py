"""The set-based SQL that writes a large business; `crowd.py` runs it. Names in {braces} are numbers of the crowd.

Customers came evenly over six years. Who came first bought most: of 100,000 the first has about 950 orders, the
typical one two or three. Delivery is promised for every order, and all but a few of the latest have been delivered.
"""

PEOPLE = """
CREATE UNLOGGED TABLE crowd_person AS
SELECT n, uuidv7(came - now()) AS id, came, script, is_firm,
  floor(power(random(), 1.5) * CASE WHEN is_firm THEN {la_form} WHEN script = 'la' THEN {la_given}
    WHEN script = 'ka' THEN {ka_given} ELSE {ta_given} END)::int AS given,
  floor(power(random(), 3) * CASE script WHEN 'la' THEN {la_family} WHEN 'ka' THEN {ka_family}
    ELSE {ta_family} END)::int AS family,
  1 + floor(random() * {staff})::int AS staff
FROM (
  SELECT n, now() - (6 * 365.0 * ({count} - n + 1) / {count}) * interval '1 day' AS came, n % 12 = 5 AS is_firm,
    CASE WHEN n % 12 = 5 THEN 'la' WHEN n % 16 = 0 THEN 'ka' WHEN n % 16 = 8 THEN 'ta' ELSE 'la' END AS script
  FROM generate_series(1, {count}) n
) numbered
"""

CUSTOMERS = """
INSERT INTO customers_customer (id, kind, name, given_name, family_name, patronymic, titles_before, titles_after,
  nickname, romanised_name, pronunciation, form_gender, title_wish, language, time_zone, address_style,
  first_name_permission, vocative_given, vocative_family, photo, source, how_met, preference_notes, custom,
  search_key, sound_key, sort_key, key_version, version, archived_because, created_at, updated_at, account_manager_id)
SELECT p.id, CASE WHEN is_firm THEN 'organisation' ELSE 'person' END, f.word || ' ' || l.word,
  CASE WHEN is_firm THEN '' ELSE f.word END, CASE WHEN is_firm THEN '' ELSE l.word END, '', '', '', '', '', '',
  'unknown', '', CASE p.script WHEN 'la' THEN (ARRAY['cs', 'en', ''])[1 + p.n % 3] ELSE p.script END, '', 'formal', '',
  '', '', '', (ARRAY['', 'web', 'recommendation', 'fair'])[1 + p.n % 4], '', '', '{{}}', f.search || ' ' || l.search,
  CASE WHEN f.sound = l.sound OR l.sound = '' THEN f.sound WHEN f.sound = '' THEN l.sound
    ELSE f.sound || ' ' || l.sound END,
  f.sort || ' ' || l.sort || CASE WHEN f.sort || ' ' || l.sort = f.accented || ' ' || l.accented THEN ''
    ELSE E'\\t' || f.accented || ' ' || l.accented END,
  {key_version}, 1, '', came, greatest(came, now() - random() * interval '3 years'), s.id
FROM crowd_person p
JOIN crowd_name f ON f.script = p.script AND f.place = CASE WHEN is_firm THEN family ELSE given END
  AND f.part = CASE WHEN is_firm THEN 'family' ELSE 'given' END
JOIN crowd_name l ON l.script = p.script AND l.place = CASE WHEN is_firm THEN given ELSE family END
  AND l.part = CASE WHEN is_firm THEN 'form' ELSE 'family' END
JOIN crowd_staff s ON s.n = p.staff
ORDER BY p.n
"""

REACH = """
INSERT INTO customers_email (id, customer_id, address, key, label, is_preferred, note, position)
  SELECT uuidv7(), p.id, replace(replace(c.search_key, ' ', '.'), '..', '.') || n || '@customers.example',
    replace(replace(c.search_key, ' ', '.'), '..', '.') || n || '@customers.example', '', true, '', 0
  FROM crowd_person p JOIN customers_customer c USING (id) WHERE n % 20 <> 7;
INSERT INTO customers_email (id, customer_id, address, key, label, is_preferred, note, position)
  SELECT uuidv7(), id, 'office' || n || '@work.example', 'office' || n || '@work.example', 'work', false, '', 1
  FROM crowd_person WHERE n % 10 = 3;
INSERT INTO customers_phone (id, customer_id, raw, e164, extension, type, is_valid, label, is_preferred, note, position)
  SELECT uuidv7(), id, number, number, '', 'mobile', true, '', true, '', 0
  FROM (SELECT id, '+42060' || (1 + n % 8) || lpad(((n::bigint * 7919) % 1000000)::text, 6, '0') AS number
        FROM crowd_person WHERE n % 10 <> 9) numbers;
INSERT INTO customers_address (id, customer_id, purpose, lines, city, area, postal_code, country, as_written, label,
    is_preferred, note, position)
  SELECT uuidv7(), id, 'postal', 'Dlouhá ' || (1 + n % 300), (ARRAY['Praha', 'Brno', 'Plzeň', 'თბილისი', 'சென்னை',
    'London', 'Ostrava', 'Liberec', 'Olomouc', 'Zlín'])[1 + (n * 7) % 10], '', (10000 + n % 80000)::text,
    (ARRAY['CZ', 'CZ', 'CZ', 'GE', 'IN', 'GB', 'CZ', 'CZ', 'CZ', 'CZ'])[1 + (n * 7) % 10], '', '', true, '', 0
  FROM crowd_person WHERE n % 4 <> 3;
INSERT INTO customers_externalcode (id, customer_id, source, code)
  SELECT uuidv7(), id, 'shop', 'C' || lpad(n::text, 7, '0') FROM crowd_person;
INSERT INTO customers_customer_tags (customer_id, tag_id)
  SELECT p.id, t.id FROM crowd_person p JOIN crowd_tag t ON t.n = 1 + floor(20 * power(((p.n * 31) % 1000) / 1000.0, 2))
  WHERE p.n % 5 < 3;
INSERT INTO customers_importantdate (id, customer_id, kind, label, month, day, may_greet, position)
  SELECT uuidv7(), id, 'birthday', '', 1 + n % 12, 1 + n % 28, true, 0 FROM crowd_person WHERE n % 10 = 1;
INSERT INTO customers_affiliation (id, person_id, organisation_id, role, title, is_key)
  SELECT uuidv7(), p.id, f.id, 'buyer', '', p.n % 3 = 0
  FROM crowd_person p JOIN crowd_person f ON f.n = (p.n / 12) * 12 + 5 AND f.is_firm
  WHERE p.n % 12 IN (2, 9) AND NOT p.is_firm;
INSERT INTO customers_nameword (word)
  SELECT DISTINCT w FROM customers_customer, unnest(string_to_array(search_key, ' ')) w WHERE length(w) >= 4
"""

BOUGHT = """
CREATE UNLOGGED TABLE crowd_order AS
SELECT n, uuidv7(placed - now()) AS id, uuidv7(placed - now()) AS promise_id, customer_id, placed,
  placed + interval '14 days' AS due,
  CASE WHEN fate < 0.97 AND arrives < now() AND NOT (stuck AND placed > now() - interval '60 days') THEN arrives END
    AS delivered,
  CASE WHEN fate >= 0.97 THEN least(now(), placed + interval '1 day') END AS cancelled, staff,
  1 + n % 3 AS lines
FROM (
  SELECT o.*, p.id AS customer_id, came + at * (now() - came) AS placed,
    came + at * (now() - came) + (3 + power(late, 6) * 20) * interval '1 day' AS arrives
  FROM (
    SELECT n, 1 + floor({count} * power(random(), 2))::int AS buyer, random() AS at, random() AS late,
      random() AS fate, random() < 0.02 AS stuck, 1 + floor(random() * {staff})::int AS staff
    FROM generate_series(1, {count} * 3) n
  ) o JOIN crowd_person p ON p.n = o.buyer
) o
"""

ITEMS = """
INSERT INTO orders_orderitem (id, order_id, product_id, position, name, quantity, unit_price, discount)
  SELECT uuidv7(), o.id, p.id, line, p.name, 1 + (o.n + line) % 4, p.price, CASE WHEN o.n % 9 = 0 THEN 0.1 ELSE 0 END
  FROM crowd_order o CROSS JOIN LATERAL generate_series(1, o.lines) line
    JOIN crowd_product p ON p.n = 1 + (o.n * 13 + line * 7) % {products}
"""

ORDERS = """
INSERT INTO orders_order (id, number, customer_id, placed_at, currency, promise_id, step, step_at, outcome,
  finished_at, tracking_url, gross, net, freight, headline, line_count, note, source, code, row_hash, imported,
  created_at, seller_id)
SELECT o.id, (1000000 + o.n)::text, customer_id, placed, 'EUR', CASE WHEN cancelled IS NULL THEN promise_id END,
  CASE WHEN cancelled IS NOT NULL THEN 'cancelled' WHEN delivered IS NOT NULL THEN 'delivered' ELSE 'placed' END,
  coalesce(cancelled, delivered, placed),
  CASE WHEN cancelled IS NOT NULL THEN 'cancelled' WHEN delivered IS NOT NULL THEN 'delivered' ELSE 'open' END,
  coalesce(cancelled, delivered), '', i.gross, i.net, 0, i.headline, i.line_count, '', '', '', '', false, placed, s.id
FROM crowd_order o JOIN crowd_staff s ON s.n = o.staff JOIN (
  SELECT order_id, sum(quantity * unit_price) AS gross, round(sum(quantity * unit_price * (1 - discount)), 2) AS net,
    (array_agg(name ORDER BY position))[1] AS headline, count(*) AS line_count
  FROM orders_orderitem GROUP BY order_id
) i ON i.order_id = o.id
ORDER BY placed;
INSERT INTO orders_orderstep (id, order_id, kind, at, by_customer, note)
  SELECT uuidv7(), o.id, t.kind, t.at, false, '' FROM crowd_order o, LATERAL (VALUES ('placed', placed),
    ('shipped', delivered - interval '2 days'), ('delivered', delivered), ('cancelled', cancelled)) t(kind, at)
  WHERE t.at IS NOT NULL ORDER BY t.at
"""

PROMISES = """
INSERT INTO promises_promise (id, customer_id, kind, is_internal, text, about, imported, made_at, due_at, first_due_at,
  renegotiations, state, done_at, closed_at, reason, evidence, confirmed_by_customer, made_by_id, owner_id)
SELECT promise_id, customer_id, 'delivery', false, 'Deliver order ' || (1000000 + o.n), 'order ' || (1000000 + o.n),
  placed < now() - interval '1 year', placed, due, due, 0,
  CASE WHEN delivered IS NULL THEN CASE WHEN due < now() THEN 'overdue' ELSE 'open' END
    WHEN delivered <= due THEN 'kept' ELSE 'kept_late' END,
  delivered, delivered, '', CASE WHEN delivered IS NULL THEN '' ELSE 'Delivered' END, false, s.id, s.id
FROM crowd_order o JOIN crowd_staff s ON s.n = o.staff WHERE cancelled IS NULL ORDER BY placed
"""

# Of each ten entries one says that the customer came, about six come from orders and three were written by hand.
ENTRIES = """
INSERT INTO timeline_entry (id, customer_id, kind, at, recorded_at, channel, by_id, by_customer, imported, subject_type,
  subject_id, body, facts)
SELECT uuidv7(at - now()), customer_id, kind, at, at, channel, s.id, false, at < now() - interval '1 year',
  subject_type, subject_id, body, facts
FROM (
  SELECT p.id AS customer_id, 'customer.added' AS kind, came AS at, '' AS channel, staff, '' AS subject_type,
    NULL::uuid AS subject_id, '' AS body, jsonb_build_object('name', c.name, 'source', c.source) AS facts
  FROM crowd_person p JOIN customers_customer c USING (id)
  UNION ALL
  SELECT o.customer_id, 'order.' || t.kind, t.at, '', staff, 'orders.order', o.id, '',
    jsonb_strip_nulls(jsonb_build_object('order_id', o.id, 'number', r.number, 'what', r.headline, 'lines',
      r.line_count, 'net', round(r.net, 4)::text, 'currency', 'EUR', 'promised_at', o.due,
      'late', CASE WHEN t.kind = 'delivered' THEN o.delivered > o.due END))
  FROM crowd_order o JOIN orders_order r USING (id)
    CROSS JOIN LATERAL (VALUES ('placed', o.placed), ('delivered', o.delivered), ('cancelled', o.cancelled)) t(kind, at)
  WHERE t.at IS NOT NULL
  UNION ALL
  SELECT p.id, (ARRAY['note.written', 'call.made', 'meeting.held'])[1 + n.n % 3], came + at * (now() - came),
    (ARRAY['', 'phone', 'in_person'])[1 + n.n % 3], 1 + n.n % {staff}, '', NULL,
    (ARRAY['Asked about the new samples; call again next week.', 'Wants the oak one, in a lighter colour.',
      'Thanked for the quick delivery and will recommend us.', 'The invoice goes to the office from now on.']
    )[1 + n.n % 4],
    CASE n.n % 3 WHEN 1 THEN '{{"minutes": 5, "outcome": "reached", "direction": "in"}}'::jsonb ELSE '{{}}' END
  FROM (SELECT n, 1 + floor({count} * power(random(), 2))::int AS who, random() AS at
        FROM generate_series(1, {count} * 3) n) n JOIN crowd_person p ON p.n = n.who
) e JOIN crowd_staff s ON s.n = e.staff
ORDER BY at
"""

STEPS = {
    "customers": (PEOPLE, CUSTOMERS),
    "contact points, tags, dates": (REACH,),
    "orders": (BOUGHT, ITEMS, ORDERS),
    "promises": (PROMISES,),
    "entries": (ENTRIES,),
}
TABLES = (
    "customers_customer customers_email customers_phone customers_address customers_externalcode "
    "customers_customer_tags customers_importantdate customers_affiliation customers_nameword orders_order "
    "orders_orderitem orders_orderstep promises_promise timeline_entry"
).split()
