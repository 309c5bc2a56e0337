#!/usr/bin/env python3
"""Stores and fetches blobs at a coordinator with Python's gRPC, which knows nothing of Consort but consort.proto.

Usage: blobs.py HOST:PORT CREDENTIAL.PEM AUTHORITY.PEM store FILE
       blobs.py HOST:PORT CREDENTIAL.PEM AUTHORITY.PEM fetch DIGEST OFFSET FILE

The credential is a worker's: its key and its certificates. Exits with 3 where Python has no gRPC, or there is no protoc.
On Debian: python3-grpcio, python3-protobuf, protobuf-compiler.
"""
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROTO = pathlib.Path(__file__).resolve().parents[2] / "proto/src/main/proto"
PART_BYTES = 300_000

try:
    import grpc
    import google.protobuf  # noqa: F401
except ImportError as absent:
    print(f"blobs.py: {absent}: skipped")
    sys.exit(3)
if shutil.which("protoc") is None:
    print("blobs.py: protoc is not installed: skipped")
    sys.exit(3)


def messages():
    """The classes that protoc makes of consort.proto."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["protoc", "-I", PROTO, "--python_out", folder, "consort.proto"], check=True)
        sys.path.insert(0, folder)
        import consort_pb2
        return consort_pb2


def connect(address, credential, authority):
    text = pathlib.Path(credential).read_text()
    key = re.search(r"-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----\n", text, re.S).group()
    chain = "".join(re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", text, re.S))
    tls = grpc.ssl_channel_credentials(pathlib.Path(authority).read_bytes(), key.encode(), chain.encode())
    return grpc.secure_channel(address, tls, [("grpc.max_receive_message_length", 4 << 20)])


def parts(consort, content, digest, offset):
    """The header and the first bytes in one message, which is allowed too."""
    header = consort.StoreHeader(digest=digest, total_bytes=len(content), offset=offset)
    yield consort.StorePart(header=header, data=content[offset:offset + PART_BYTES])
    for at in range(offset + PART_BYTES, len(content), PART_BYTES):
        yield consort.StorePart(data=content[at:at + PART_BYTES])


def store(consort, channel, file):
    content = pathlib.Path(file).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    ask = channel.unary_unary("/consort.v1.Blobs/Held", consort.HeldRequest.SerializeToString, consort.HeldReply.FromString)
    held = ask(consort.HeldRequest(digest=digest), timeout=60)
    if not held.complete:
        send = channel.stream_unary("/consort.v1.Blobs/Store", consort.StorePart.SerializeToString, consort.StoreReply.FromString)
        reply = send(parts(consort, content, digest, held.bytes), timeout=60)
        assert reply.bytes == len(content), reply
    print(digest)


def fetch(consort, channel, digest, offset, file):
    call = channel.unary_stream("/consort.v1.Blobs/Fetch", consort.FetchRequest.SerializeToString, consort.Chunk.FromString)
    with open(file, "wb") as out:
        for chunk in call(consort.FetchRequest(digest=digest, offset=int(offset)), timeout=60):
            out.write(chunk.data)


def main():
    if len(sys.argv) < 6:
        sys.exit(__doc__)
    address, credential, authority, command, *rest = sys.argv[1:]
    with connect(address, credential, authority) as channel:
        {"store": store, "fetch": fetch}[command](messages(), channel, *rest)


if __name__ == "__main__":
    main()
