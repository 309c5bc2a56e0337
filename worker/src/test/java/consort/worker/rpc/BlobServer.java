package consort.worker.rpc;

import com.google.protobuf.ByteString;
import consort.certs.Address;
import consort.certs.Admission;
import consort.certs.Authority;
import consort.certs.AuthorityCertificate;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.InviteStanding;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.certs.Tls;
import consort.proto.BlobsGrpc;
import consort.proto.Chunk;
import consort.proto.FetchRequest;
import consort.proto.HeldReply;
import consort.proto.HeldRequest;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import consort.worker.network.Route;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Blobs in memory behind real mutual TLS: what a coordinator's blob service promises, and nothing else. */
public final class BlobServer implements AutoCloseable {

    private static final int CHUNK_BYTES = 1 << 20;
    private static final Name POOL = new Name("pool");

    private final SecureRandom random = new SecureRandom();
    private final Authority authority = Authority.found(POOL, Duration.ofDays(10), Instant.now().minus(Duration.ofDays(5)), random);
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, ByteArrayOutputStream> staged = new ConcurrentHashMap<>();
    private final AtomicLong storedBytes = new AtomicLong();
    private final AtomicLong fetchedBytes = new AtomicLong();
    private final Server server;

    /** @param further services beside that of blobs */
    public BlobServer(BindableService... further) throws IOException {
        Instant now = Instant.now();
        PendingCredential pending = PendingCredential.create(random);
        Credential own = pending.complete(
                authority.issueCoordinator(SigningRequest.parse(pending.signingRequest()), List.of("localhost"),
                        Duration.ofDays(1), now),
                authority.certificate().fingerprint(), new Identity.Coordinator(POOL), now);
        Admission admission = new Admission(
                authority.certificate(), Clock.systemUTC(), revoked -> false, invite -> InviteStanding.UNKNOWN, refused -> { });
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(Tls.server(() -> own, admission))
                .flowControlWindow(1 << 20)
                .addService(new Service())
                .addServices(Stream.of(further).map(BindableService::bindService).toList())
                .build().start();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    /** Whose certificates it takes, and shows. */
    public AuthorityCertificate authority() {
        return authority.certificate();
    }

    /** A worker's channel to a port of this machine. */
    public CoordinatorChannel channel(int port) {
        return channel(port, new Route.Direct());
    }

    /** The same, of a machine with this clock. */
    public CoordinatorChannel channel(int port, InstantSource clock) {
        Credential credential = credential(new Identity.Worker(POOL, new Name("acme"), new Name("w1")), Instant.now());
        return new CoordinatorChannel(new Address("localhost", port), new Route.Direct(),
                Tls.client(() -> credential, authority.certificate(), clock));
    }

    /** The same, on this way. */
    CoordinatorChannel channel(int port, Route route) {
        Credential credential = credential(new Identity.Worker(POOL, new Name("acme"), new Name("w1")), Instant.now());
        return new CoordinatorChannel(new Address("localhost", port), route,
                Tls.client(() -> credential, authority.certificate(), Clock.systemUTC()));
    }

    /**
     * A certificate that it takes, for a day.
     *
     * @param from when it was issued
     */
    public Credential credential(Identity.Member member, Instant from) {
        PendingCredential pending = PendingCredential.create(random);
        return pending.complete(
                authority.issue(SigningRequest.parse(pending.signingRequest()), member, Duration.ofDays(1), from),
                authority.certificate().fingerprint(), member, from);
    }

    void put(String digest, byte[] bytes) {
        blobs.put(digest, bytes);
    }

    byte[] get(String digest) {
        return blobs.get(digest);
    }

    /** Bytes received in uploads, repeats counted. */
    long storedBytes() {
        return storedBytes.get();
    }

    /** Bytes handed to the transport for downloads, repeats counted. */
    long fetchedBytes() {
        return fetchedBytes.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Service extends BlobsGrpc.BlobsImplBase {

        @Override
        public void held(HeldRequest request, StreamObserver<HeldReply> observer) {
            ByteArrayOutputStream stage = staged.get(request.getDigest());
            observer.onNext(HeldReply.newBuilder()
                    .setBytes(stage == null ? 0 : stage.size())
                    .setComplete(blobs.containsKey(request.getDigest())).build());
            observer.onCompleted();
        }

        @Override
        public StreamObserver<StorePart> store(StreamObserver<StoreReply> observer) {
            return new Upload(observer);
        }

        @Override
        public void fetch(FetchRequest request, StreamObserver<Chunk> observer) {
            byte[] blob = blobs.get(request.getDigest());
            if (blob == null) {
                observer.onError(Status.NOT_FOUND.withDescription("no such model").asRuntimeException());
                return;
            }
            ServerCallStreamObserver<Chunk> call = (ServerCallStreamObserver<Chunk>) observer;
            AtomicLong at = new AtomicLong(request.getOffset());
            call.setOnCancelHandler(() -> { });
            call.setOnReadyHandler(() -> {
                while (call.isReady() && at.get() <= blob.length) {
                    if (at.get() == blob.length) {
                        at.incrementAndGet();
                        call.onCompleted();
                        return;
                    }
                    int count = Math.min(CHUNK_BYTES, blob.length - (int) at.get());
                    fetchedBytes.addAndGet(count);
                    call.onNext(Chunk.newBuilder().setData(ByteString.copyFrom(blob, (int) at.get(), count)).build());
                    at.addAndGet(count);
                }
            });
        }
    }

    private final class Upload implements StreamObserver<StorePart> {

        private final StreamObserver<StoreReply> observer;
        private String digest = "";
        private long total;

        private Upload(StreamObserver<StoreReply> observer) {
            this.observer = observer;
        }

        @Override
        public void onNext(StorePart part) {
            if (part.hasHeader()) {
                digest = part.getHeader().getDigest();
                total = part.getHeader().getTotalBytes();
                int held = staged.computeIfAbsent(digest, ignored -> new ByteArrayOutputStream()).size();
                if (part.getHeader().getOffset() != held) {
                    observer.onError(Status.ABORTED.withDescription("held is " + held).asRuntimeException());
                }
            }
            storedBytes.addAndGet(part.getData().size());
            staged.get(digest).writeBytes(part.getData().toByteArray());
        }

        @Override
        public void onError(Throwable cut) {
            // What arrived stays, to be resumed.
        }

        @Override
        public void onCompleted() {
            byte[] bytes = staged.remove(digest).toByteArray();
            if (bytes.length != total) {
                observer.onError(Status.INVALID_ARGUMENT.withDescription("length").asRuntimeException());
                return;
            }
            blobs.put(digest, bytes);
            observer.onNext(StoreReply.newBuilder().setBytes(total).build());
            observer.onCompleted();
        }
    }
}
