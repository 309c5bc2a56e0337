package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The types of entries, as line 1 names them. */
public enum EntryType {
    CHARTER("charter", Charter::read),
    COORDINATOR_STARTED("coordinator-started", CoordinatorStarted::read),
    INVITATION("invitation", Invitation::read),
    MEMBER("member", Member::read),
    ACCEPTANCE("acceptance", Acceptance::read),
    KEY("key", Key::read),
    JOB("job", Job::read),
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
    PERIOD_CLOSE("period-close", PeriodClose::read),
    FINDING("finding", Finding::read),
    ACCESS("access", Access::read),
    ACCESS_USED("access-used", AccessUsed::read),
    REVOCATION("revocation", Revocation::read),
    WITHDRAWAL("withdrawal", Withdrawal::read),
    DEPARTURE("departure", Departure::read),
    BENCHMARK("benchmark", Benchmark::read),
    AUTHORITY("authority", Authority::read);

    private final String text;
    private final Function<JsonFields, Body> reader;

    EntryType(String text, Function<JsonFields, Body> reader) {
        this.text = text;
        this.reader = reader;
    }

    /** As in line 1: {@code <domain>/<text>/v1}. */
    public String text() {
        return text;
    }

    static Optional<EntryType> ofText(String text) {
        return Stream.of(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    Body read(JsonFields fields) {
        Body body = reader.apply(fields);
        fields.end();
        return body;
    }
}
