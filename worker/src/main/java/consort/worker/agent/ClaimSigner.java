package consort.worker.agent;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Commitments;
import consort.ledger.entry.Entries;
import consort.ledger.entry.UsageClaim;
import consort.ledger.note.SignerKey;
import consort.worker.session.ClaimDraft;
import consort.worker.session.Outcome;
import consort.worker.session.PendingClaim;
import consort.worker.session.Site;
import consort.worker.session.UpdateRef;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes a signed usage claim of a draft. */
final class ClaimSigner {

    private final Site site;
    private final SignerKey key;

    ClaimSigner(Site site, SignerKey key) {
        this.site = site;
        this.key = key;
    }

    /** @param priv what the claim commits to */
    PendingClaim sign(ClaimDraft draft, Commitments priv) {
        byte[] entry = Entries.sign(site.domain(), body(draft).withPriv(priv), key);
        return new PendingClaim(draft.seq(), draft.lease(), ByteString.copyFrom(entry), draft.update(), draft.timeMillis(),
                draft.outcome().busyMillis() * draft.devices());
    }

    /** The detail of a failure stays at the site: it may name paths. */
    private UsageClaim body(ClaimDraft draft) {
        return switch (draft.outcome()) {
            case Outcome.Done done -> claim(draft, UsageClaim.Outcome.DONE, Optional.empty(),
                    done.lossMillionths(), done.accuracyMillionths());
            case Outcome.Failed failed -> claim(draft, UsageClaim.Outcome.FAILED, Optional.of(failed.reason()),
                    OptionalLong.empty(), OptionalLong.empty());
        };
    }

    private UsageClaim claim(ClaimDraft draft, UsageClaim.Outcome outcome, Optional<String> reason, OptionalLong loss,
            OptionalLong accuracy) {
        UsageClaim claim = new UsageClaim(draft.timeMillis(), site.organization(), site.worker(), draft.seq(), draft.lease(), draft.model(), outcome,
                reason, Optional.empty(), draft.outcome().busyMillis(), draft.devices(), draft.outcome().steps(),
                draft.update().map(UpdateRef::digest), loss, accuracy);
        List<String> deviceIds = site.deviceIds().subList(0, Math.min(draft.devices(), site.deviceIds().size()));
        return draft.outcome().meters().map(meters -> claim.withMeters(meters, deviceIds)).orElse(claim);
    }
}
