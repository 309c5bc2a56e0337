package consort.ledger.fold;

import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.Observations.Findings;
import java.util.Optional;
import java.util.OptionalLong;

/** Claims that differ from an honest one in one respect. */
final class Claims {

    /** What the coordinator finds in an update that is good. */
    static final Findings FINE = new Findings(Optional.empty(), Optional.empty(), OptionalLong.of(1));

    private Claims() {
    }

    static UsageClaim withDevices(UsageClaim claim, int devices) {
        return new UsageClaim(claim.timeMillis(), claim.organization(), claim.worker(), claim.seq(), claim.lease(), claim.model(),
                claim.outcome(), claim.reason(), claim.detail(), claim.busyMillis(), devices, claim.steps(), claim.update(),
                claim.lossMillionths(), claim.accuracyMillionths());
    }

    static UsageClaim withoutUpdate(UsageClaim done) {
        return new UsageClaim(done.timeMillis(), done.organization(), done.worker(), done.seq(), done.lease(),
                done.model(), done.outcome(), done.reason(), done.detail(), done.busyMillis(), 1, done.steps(),
                Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    static UsageClaim failed(UsageClaim done, String reason) {
        return new UsageClaim(done.timeMillis(), done.organization(), done.worker(), done.seq(), done.lease(),
                done.model(), UsageClaim.Outcome.FAILED, Optional.of(reason), Optional.of("exit 137"), done.busyMillis(), 1, 3,
                Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
    }
}
