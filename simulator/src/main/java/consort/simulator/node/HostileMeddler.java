package consort.simulator.node;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Entries;
import consort.ledger.entry.UsageClaim;
import consort.ledger.note.SignerKey;
import consort.proto.Availability;
import consort.proto.Claim;
import consort.proto.HandBack;
import consort.proto.Hello;
import consort.proto.Progress;
import consort.proto.ProofWanted;
import consort.proto.WorkerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Sends things twice, old things again, and things that nobody should send, all of them on a worker's own stream. */
final class HostileMeddler implements Meddler {

    private static final double RATE = 0.3;
    private static final long LEASES = 40;

    private final String domain;
    private final SignerKey key;
    private final RandomGenerator random;
    private final List<WorkerMessage> sent = new ArrayList<>();

    /** @param key the worker's own */
    HostileMeddler(String domain, SignerKey key, RandomGenerator random) {
        this.domain = domain;
        this.key = key;
        this.random = random;
    }

    @Override
    public void outgoing(WorkerMessage message, Consumer<WorkerMessage> send) {
        sent.add(message);
        send.accept(message);
        if (random.nextDouble() < RATE) {
            send.accept(nuisance(message));
        }
    }

    private WorkerMessage nuisance(WorkerMessage last) {
        return switch (random.nextInt(10)) {
            case 0 -> last;
            case 1 -> sent.get(random.nextInt(sent.size()));
            case 2 -> WorkerMessage.getDefaultInstance();
            case 3 -> claim(noise());
            case 4 -> claim(altered().orElseGet(this::noise));
            case 5 -> WorkerMessage.newBuilder().setProgress(Progress.newBuilder()
                    .setLease(random.nextLong(LEASES)).setStep(-1).setSteps(Long.MAX_VALUE)).build();
            case 6 -> WorkerMessage.newBuilder().setHandBack(HandBack.newBuilder()
                    .setLease(random.nextLong(LEASES)).setReason("\u0000".repeat(random.nextInt(100)))).build();
            case 7 -> WorkerMessage.newBuilder().setAvailability(Availability.newBuilder()
                    .setAvailable(random.nextBoolean()).setReason("\u0007").setForMillis(random.nextLong())).build();
            case 8 -> WorkerMessage.newBuilder().setProofWanted(ProofWanted.newBuilder()
                    .setKnownSize(random.nextLong(random.nextBoolean() ? LEASES : Long.MAX_VALUE))
                    .addSeqs(random.nextLong(LEASES)).addSeqs(random.nextLong())).build();
            default -> WorkerMessage.newBuilder().setHello(Hello.newBuilder()
                    .addTrainers("../etc").setDevices(Integer.MAX_VALUE)).build();
        };
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** An earlier claim with something else in it, signed anew. */
    private Optional<byte[]> altered() {
        return sent.stream().filter(WorkerMessage::hasClaim).reduce((older, newer) -> newer)
                .map(message -> Entries.parse(message.getClaim().getEntry().toByteArray()).body())
                .map(body -> Entries.sign(domain, altered((UsageClaim) body), key));
    }

    private UsageClaim altered(UsageClaim claim) {
        long seq = claim.seq() + random.nextInt(3);
        long lease = random.nextBoolean() ? claim.lease() : 1 + random.nextLong(LEASES);
        return new UsageClaim(claim.timeMillis(), claim.organization(), claim.worker(), seq, lease, claim.model(), claim.outcome(),
                claim.reason(), claim.detail(), claim.busyMillis() + random.nextInt(5), claim.devices(), claim.steps(),
                claim.update(), claim.lossMillionths(), OptionalLong.empty());
    }

    private static WorkerMessage claim(byte[] entry) {
        return WorkerMessage.newBuilder().setClaim(Claim.newBuilder().setEntry(ByteString.copyFrom(entry))).build();
    }
}
