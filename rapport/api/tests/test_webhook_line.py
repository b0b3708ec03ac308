"""The way out: to which addresses we connect, with what certificate, and for how long. No database."""

import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rapport.api.webhooks.testing import Reply, listening
from rapport.core.outward.guarding import PRIVATE, Opened, may_go_to, opened_by_setting, plain
from rapport.core.outward.line import MOST_KEPT, Line, Refused, target_of

NOTHING, LOOPBACK = Opened(), Opened((ip_network("127.0.0.0/8"),))
FORBIDDEN = """
127.0.0.1 127.1.2.3 ::1 0.0.0.0 0.1.2.3 ::
10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fd12:3456::1
169.254.1.1 169.254.169.254 fe80::1 fe80::1%eth0 fec0::1
100.64.0.1 100.100.100.200 168.63.129.16 192.0.0.192 fd00:ec2::254 169.254.170.2
224.0.0.1 239.255.255.250 ff02::1 255.255.255.255 240.0.0.1
192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 2001:db8::1 3fff::1 192.0.0.8 192.88.99.1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::7f00:1
64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:7f00:1:: 2001:0:1::1
""".split()
ALLOWED = "93.184.215.14 8.8.8.8 172.32.0.1 100.128.0.1 2606:2800:21f:cb07::1 64:ff9b::808:808 ::ffff:8.8.8.8".split()


@pytest.mark.parametrize("address", FORBIDDEN)
def test_what_is_not_public_is_refused(address):
    assert not may_go_to(plain(address), NOTHING)


@pytest.mark.parametrize("address", ALLOWED)
def test_what_is_public_is_not(address):
    assert may_go_to(plain(address), NOTHING)


@pytest.mark.parametrize(
    ("setting", "address", "goes"),
    [
        (["1"], "127.0.0.1", True),
        (["1"], "10.1.2.3", True),
        (["1"], "::ffff:192.168.0.5", True),
        (["1"], "fd12::1", True),
        (["1"], "169.254.169.254", False),  # passwords of the machine: only for whoever names it
        (["1"], "100.100.100.200", False),
        (["1"], "169.254.1.1", False),
        (["1"], "224.0.0.1", False),
        (["1"], "0.0.0.0", False),
        (["169.254.0.0/16"], "169.254.169.254", False),
        (["169.254.169.254"], "169.254.169.254", True),
        (["192.168.1.0/24"], "192.168.1.9", True),
        (["192.168.1.0/24"], "192.168.2.9", False),
        (["192.168.1.0/24"], "127.0.0.1", False),
        ([], "127.0.0.1", False),
    ],
)
def test_the_owner_of_the_machine_opens_networks(settings, setting, address, goes):
    settings.WEBHOOKS_PRIVATE = setting
    assert may_go_to(plain(address), opened_by_setting()) is goes


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("ftp://shop.example/", "unreadable_address"),
        ("https://", "unreadable_address"),
        ("https://ann:secret@shop.example/", "unreadable_address"),
        ("https://shop.example/#part", "unreadable_address"),
        ("https://shop.example/a b", "unreadable_address"),
        ("https://shop.example/\r\nHost: other", "unreadable_address"),
        ("https://[::1", "unreadable_address"),
        ("https://shop.example:99999/", "unreadable_address"),
        ("https://shop.example:22/", "port_refused"),
        ("https://shop.example:5432/", "port_refused"),
        ("https://shop.example:0/", "port_refused"),
    ],
)
def test_what_is_no_address_of_a_web_service_is_refused(url, problem):
    with pytest.raises(Refused) as refused:
        target_of(url)
    assert refused.value.problem == problem


def test_names_in_any_script_are_understood():
    assert target_of("https://მაღაზია.example/x?y=1").host == "xn--lodaaxko2f.example"
    assert target_of("https://shop.example").path == "/"


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["10.0.0.5", "fd00::5"], ["::ffff:127.0.0.1"]])
def test_a_name_that_leads_inside_is_refused_without_a_connection(answers):
    with listening() as receiver:
        line = Line(f"https://shop.example:{receiver.port}/", NOTHING, resolve=lambda host, port: answers)
        assert line.post(b"{}", {}).problem == "address_refused"
        assert not receiver.received


def test_a_name_cannot_change_its_meaning_between_the_look_and_the_connection():
    """Rebinding: whoever looks first at a good address and then resolves again would be led inside."""
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["93.184.215.14"] if len(asked) % 2 == 0 else ["127.0.0.1"]

    with listening() as receiver:
        with Line(f"https://shop.example:{receiver.port}/", NOTHING, resolve, time_limit=2) as line:
            assert line.post(b"{}", {}).problem == "address_refused"
            assert len(asked) == 1
            line.post(b"{}", {})  # to the public address, whatever comes of it
            assert len(asked) == 2
        assert not receiver.received


def test_an_address_that_is_not_allowed_is_passed_over_for_one_that_is():
    with listening() as receiver:
        line = Line(receiver.url, LOOPBACK, resolve=lambda host, port: ["10.0.0.1", "127.0.0.1"])
        assert line.post(b"{}", {}).status == 200


def test_without_s_only_what_was_opened_is_reached():
    line = Line("http://shop.example/", LOOPBACK, resolve=lambda host, port: ["93.184.215.14"])
    assert line.post(b"{}", {}).problem == "https_needed"


def test_an_unknown_name_is_told():
    def nobody_knows(host, port):
        raise OSError

    assert Line("https://shop.example/", NOTHING, nobody_knows).post(b"", {}).problem == "name_unknown"


def test_no_proxy_of_the_environment_is_used(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with listening() as receiver:
        assert Line(receiver.url, LOOPBACK).post(b"{}", {}).status == 200


def test_the_line_is_kept_and_opened_anew_when_the_other_side_closed_it():
    asked = []
    with listening() as receiver, Line(receiver.url, LOOPBACK, _noting(asked)) as line:
        receiver.replies = [Reply(), Reply(headers={"Connection": "close"})]
        for _ in range(3):
            assert line.post(b'{"a": 1}', {"webhook-id": "1"}).status == 200
        assert len(asked) == 2
        assert {one.headers["host"] for one in receiver.received} == {f"127.0.0.1:{receiver.port}"}
        assert {one.path for one in receiver.received} == {"/hook?from=rapport"}


def test_a_silent_one_costs_no_more_than_the_time_limit():
    with listening() as receiver:
        receiver.always = Reply(waits=3)
        begun = time.monotonic()
        answer = Line(receiver.url, LOOPBACK, time_limit=0.4).post(b"{}", {})
    assert (answer.status, answer.problem) == (None, "too_slow")
    assert time.monotonic() - begun < 6 and 300 < answer.took_ms < 2_000


def test_one_that_answers_drop_by_drop_costs_no_more_either():
    import socket
    import threading

    listener = socket.create_server(("127.0.0.1", 0))

    def drip():
        there, _ = listener.accept()
        there.sendall(b"HTTP/1.1 200 OK\r\n")
        try:
            for n in range(100):
                there.sendall(f"X-{n}: drop\r\n".encode())
                time.sleep(0.05)
        except OSError:
            pass

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    line = Line(f"http://127.0.0.1:{listener.getsockname()[1]}/", LOOPBACK, time_limit=0.5)
    answer = line.post(b"{}", {})
    listener.close()
    assert answer.problem == "too_slow" and answer.took_ms < 2_500


def test_of_a_large_answer_only_the_beginning_is_read():
    with listening() as receiver, Line(receiver.url, LOOPBACK) as line:
        receiver.replies = [Reply(body=b"\xffa" * 10_000_000)]
        answer = line.post(b"{}", {})
        assert (answer.status, len(answer.text)) == (200, MOST_KEPT)
        assert line.post(b"{}", {}).status == 200


@pytest.fixture
def certified(tmp_path, monkeypatch):
    """A receiver with a certificate for shop.example, of an authority that the machine trusts."""
    authority, authority_key = _certificate("Our authority")
    mine, key = _certificate("shop.example", issuer=(authority, authority_key))
    trusted, own = tmp_path / "trusted.pem", tmp_path / "own.pem"
    trusted.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    own.write_bytes(
        mine.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    with listening(scheme="https", host="shop.example") as receiver:
        receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
        yield receiver


def test_the_certificate_must_be_for_the_name_although_we_connect_to_an_address(certified):
    here = _noting([])
    assert Line(certified.url, LOOPBACK, here).post(b"{}", {}).status == 200
    assert certified.received[0].headers["host"] == f"shop.example:{certified.port}"
    elsewhere = certified.url.replace("shop.example", "other.example")
    assert Line(elsewhere, LOOPBACK, here).post(b"{}", {}).problem == "certificate_bad"
    assert Line(certified.url.replace("shop.example", "127.0.0.1"), LOOPBACK).post(b"", {}).problem == "certificate_bad"
    assert len(certified.received) == 1


def test_a_certificate_of_an_unknown_authority_is_refused(certified, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nothing.pem"))
    assert Line(certified.url, LOOPBACK, _noting([])).post(b"{}", {}).problem == "certificate_bad"


def test_metadata_addresses_stay_closed_with_all_that_is_private():
    opened = Opened(PRIVATE)
    assert may_go_to(ip_address("100.64.0.9"), opened) and not may_go_to(ip_address("100.100.100.200"), opened)
    assert not may_go_to(ip_address("fd00:ec2::254"), opened)


def _noting(asked: list):
    def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"]

    return resolve


def _certificate(name: str, issuer: tuple | None = None):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer[1].public_key()), critical=False
        )
    else:
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256()), key
