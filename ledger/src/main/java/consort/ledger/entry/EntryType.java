package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The types of entries, as line 1 names them, each with what reads its versions, from the first on. All of them give the one
 * record that the fold knows: an old version is read as what it means today. The bytes stay as they were signed.
 *
 * <p>What a new version adds is a reader at the end of the list, and {@link Body#version}. Readers are never taken away:
 * ledgers last longer than programs.
 */
public enum EntryType {
    CHARTER("charter", Charter::read),
    COORDINATOR_STARTED("coordinator-started", List.of(CoordinatorStarted::readV1, CoordinatorStarted::read)),
    INVITATION("invitation", Invitation::read),
    MEMBER("member", Member::read),
    ACCEPTANCE("acceptance", Acceptance::read),
    KEY("key", Key::read),
    JOB("job", Job::read),
    JOB_WITHDRAWN("job-withdrawn", JobWithdrawn::read),
    APPROVAL("approval", Approval::read),
    RUN_STARTED("run-started", RunStarted::read),
    ROUND_OPENED("round-opened", RoundOpened::read),
    LEASE("lease", Lease::read),
    USAGE_CLAIM("usage-claim", UsageClaim::read),
    OBSERVATION("observation", Observation::read),
    LEASE_ENDED("lease-ended", LeaseEnded::read),
    ROUND_CLOSED("round-closed", RoundClosed::read),
    ROUND_ABANDONED("round-abandoned", RoundAbandoned::read),
    RUN_PAUSED("run-paused", RunPaused::read),
    RUN_RESUMED("run-resumed", RunResumed::read),
    RUN_ENDED("run-ended", RunEnded::read),
    STANDING("standing", Standing::read),
    EXTERNAL_COST("external-cost", ExternalCost::read),
    REVERSAL("reversal", Reversal::read),
    JOURNAL("journal", Journal::read),
    PERIOD_CLOSE("period-close", PeriodClose::read),
    FINDING("finding", Finding::read),
    ACCESS("access", Access::read),
    ACCESS_USED("access-used", AccessUsed::read),
    REVOCATION("revocation", Revocation::read),
    WITHDRAWAL("withdrawal", Withdrawal::read),
    DEPARTURE("departure", Departure::read),
    BENCHMARK("benchmark", Benchmark::read),
    AUTHORITY("authority", Authority::read),
    LOG_KEY("log-key", LogKey::read),
    DISPUTE("dispute", Dispute::read),
    ACK("ack", Ack::read),
    RESOLUTION("resolution", Resolution::read),
    SETTLEMENT_INSTRUCT("settlement-instruct", SettlementInstruct::read),
    SETTLEMENT_CONFIRM("settlement-confirm", SettlementConfirm::read),
    ERASURE("erasure", Erasure::read),
    COORDINATOR_ERASURE("coordinator-erasure", CoordinatorErasure::read),
    MODEL_RELEASE("model-release", ModelRelease::read);

    private static final Map<String, EntryType> BY_TEXT =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EntryType::text, type -> type));

    private final String text;
    private final List<Function<JsonFields, Body>> readers;

    EntryType(String text, Function<JsonFields, Body> onlyReader) {
        this(text, List.of(onlyReader));
    }

    EntryType(String text, List<Function<JsonFields, Body>> readers) {
        this.text = text;
        this.readers = List.copyOf(readers);
    }

    /** As in line 1: {@code <domain>/<text>/v<version>}. */
    public String text() {
        return text;
    }

    static Optional<EntryType> ofText(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }

    /** Whether this program reads a version; it is known as line 1 writes it. */
    boolean reads(String version) {
        for (int known = 1; known <= readers.size(); known++) {
            if (version.equals(Integer.toString(known))) {
                return true;
            }
        }
        return false;
    }

    Body read(int version, JsonFields fields) {
        Body body = readers.get(version - 1).apply(fields);
        fields.end();
        return body;
    }
}
