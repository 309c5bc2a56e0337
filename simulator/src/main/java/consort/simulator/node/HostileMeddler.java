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
import consort.simulator.fault.Fault;
import consort.simulator.fault.Hazard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Sends things twice, old things again, and things that nobody should send, all of them on a worker's own stream. */
final class HostileMeddler implements Meddler {

    private static final long LEASES = 40;

    private final String domain;
    private final SignerKey key;
    private final Map<Fault, Hazard> nuisances;
    private final List<WorkerMessage> sent = new ArrayList<>();

    /** @param key the worker's own */
    HostileMeddler(String domain, SignerKey key, Map<Fault, Hazard> nuisances) {
        this.domain = domain;
        this.key = key;
        this.nuisances = nuisances;
    }

    @Override
    public void outgoing(WorkerMessage message, Consumer<WorkerMessage> send) {
        if (!message.hasAvailability()) {
            // Whoever says that it is back in an hour holds up a run for so long, and may: a replay would break no rule.
            sent.add(message);
        }
        send.accept(message);
        nuisances.forEach((fault, hazard) -> {
            if (hazard.strikes()) {
                send.accept(nuisance(fault, hazard.random(), message));
            }
        });
    }

    private WorkerMessage nuisance(Fault fault, RandomGenerator random, WorkerMessage last) {
        return switch (fault) {
            case REPLAY -> random.nextBoolean() ? last : sent.get(random.nextInt(sent.size()));
            case EQUIVOCATE -> claim(altered(random).orElseGet(() -> noise(random)));
            default -> forged(random);
        };
    }

    private WorkerMessage forged(RandomGenerator random) {
        return switch (random.nextInt(7)) {
            case 0 -> WorkerMessage.getDefaultInstance();
            case 1 -> claim(noise(random));
            case 2 -> WorkerMessage.newBuilder().setProgress(Progress.newBuilder()
                    .setLease(random.nextLong(LEASES)).setStep(-1).setSteps(Long.MAX_VALUE)).build();
            case 3 -> WorkerMessage.newBuilder().setHandBack(HandBack.newBuilder()
                    .setLease(random.nextLong(LEASES)).setReason("\u0000".repeat(random.nextInt(100)))).build();
            case 4 -> WorkerMessage.newBuilder().setAvailability(Availability.newBuilder()
                    .setAvailable(random.nextBoolean()).setReason("\u0007").setForMillis(random.nextLong())).build();
            case 5 -> WorkerMessage.newBuilder().setProofWanted(ProofWanted.newBuilder()
                    .setKnownSize(random.nextLong(random.nextBoolean() ? LEASES : Long.MAX_VALUE))
                    .addSeqs(random.nextLong(LEASES)).addSeqs(random.nextLong())).build();
            default -> WorkerMessage.newBuilder().setHello(Hello.newBuilder()
                    .addTrainers("../etc").setDevices(Integer.MAX_VALUE)).build();
        };
    }

    private static byte[] noise(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** An earlier claim with something else in it, signed anew. */
    private Optional<byte[]> altered(RandomGenerator random) {
        return sent.stream().filter(WorkerMessage::hasClaim).reduce((older, newer) -> newer)
                .map(message -> Entries.parse(message.getClaim().getEntry().toByteArray()).body())
                .map(body -> Entries.sign(domain, altered((UsageClaim) body, random), key));
    }

    private static UsageClaim altered(UsageClaim claim, RandomGenerator random) {
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
