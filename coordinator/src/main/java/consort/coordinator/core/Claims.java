package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.PendingClaim;
import consort.coordinator.core.Event.UpdateVerdict;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Limits;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Reasons;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.VerifiedEntry;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.Observations;
import consort.ledger.fold.PartyEntryView;
import consort.ledger.fold.WorkerView;
import consort.ledger.json.JsonException;
import consort.proto.ClaimRefused;
import consort.proto.CoordinatorMessage;
import consort.proto.UpdateWanted;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Usage claims.
 *
 * <p>A well-formed claim with the next seq of its worker's key, for a lease of that worker, is entered, followed at
 * once by the coordinator's observation, whatever the verdict; the worker gets a receipt for both. The same bytes always
 * get the same receipt. Other bytes with a used seq are a finding. Everything else is refused without an entry and
 * consumes no seq: so is a third claim for one lease, since a duplicate earns nothing and a worker must not be able to fill
 * the ledger with them.
 *
 * <p>The update's bytes are checked off the loop first, if they matter: a late, duplicate or failed claim is entered as it
 * comes. One claim of a worker is in work at a time.
 */
final class Claims {

    /** The one that answers the lease, and one more that shows that its worker claims twice. */
    private static final int MAX_CLAIMS_PER_LEASE = 2;
    private static final long MAX_ACCURACY_MILLIONTHS = 1_000_000;

    private Claims() {
    }

    static void offered(Turn turn, Event.Received event) {
        WorkerId worker = event.worker();
        long session = event.session();
        try {
            Entry entry = event.verified().isPresent() ? event.verified().get().entry()
                    : Entries.parse(event.message().getClaim().getEntry().toByteArray());
            WorkerView signer = turn.state().workers().get(worker);
            if (signer == null || !(entry.body() instanceof UsageClaim claim) || !claim.workerId().equals(worker)
                    || !entry.domain().equals(turn.state().domain())) {
                refuse(turn, worker, session, 0, "not a usage claim of worker " + worker);
            } else {
                Optional<VerifiedEntry> signed = event.verified().filter(seen -> seen.key().equals(signer.key()))
                        .or(() -> VerifiedEntry.of(entry, signer.key()));
                signed.ifPresentOrElse(
                        one -> place(turn, signer, new PendingClaim(session, claim.seq(), claim.lease(), one), claim),
                        () -> refuse(turn, worker, session, claim.seq(), "the claim is not signed by the key of worker " + worker));
            }
        } catch (MalformedEntryException | UnknownEntryTypeException | JsonException malformed) {
            refuse(turn, worker, session, 0, "malformed claim: " + malformed.getMessage());
        }
    }

    /** By seq: a claim that stands, one that is in work, the next one, or a gap. */
    private static void place(Turn turn, WorkerView signer, PendingClaim offer, UsageClaim claim) {
        WorkerId worker = signer.id();
        long last = turn.state().lastSeq(signer.key());
        PendingClaim pending = turn.ephemeral().pendingClaims.get(worker);
        if (claim.seq() <= last) {
            again(turn, signer, offer);
        } else if (claim.seq() > last + 1) {
            refuse(turn, worker, offer.session(), claim.seq(), "the next claim of worker " + worker + " has seq " + (last + 1));
        } else if (pending != null && pending.entry().entry().leafHash().equals(offer.entry().entry().leafHash())) {
            // Sent again, perhaps on a new stream, while its update is being checked: answer there.
            turn.ephemeral().pendingClaims.put(worker, offer);
        } else if (pending != null) {
            refuse(turn, worker, offer.session(), claim.seq(), "another claim with this seq is being checked");
        } else {
            first(turn, signer, offer, claim);
        }
    }

    private static void again(Turn turn, WorkerView signer, PendingClaim offer) {
        PartyEntryView held = turn.state().entryAt(signer.key(), offer.seq()).orElseThrow();
        if (held.entry().leafHash().equals(offer.entry().entry().leafHash())) {
            turn.release(new Effect.SendReceipt(signer.id(), offer.session(), offer.seq()));
            return;
        }
        Findings.conflict(turn, signer.key(), signer.id().organization(), Optional.of(signer.id().worker()), offer.seq(), held,
                offer.entry().entry().bytes());
        refuse(turn, signer.id(), offer.session(), offer.seq(), "another claim with this seq stands at index "
                + held.entry().index() + "; both are kept as a finding");
    }

    private static void first(Turn turn, WorkerView signer, PendingClaim offer, UsageClaim claim) {
        WorkerId worker = signer.id();
        Optional<LeaseView> lease = turn.state().lease(claim.lease()).filter(one -> one.isOf(signer));
        if (lease.isEmpty()) {
            refuse(turn, worker, offer.session(), claim.seq(), "worker " + worker + " has no lease " + claim.lease());
            return;
        }
        if (lease.get().claims() >= MAX_CLAIMS_PER_LEASE) {
            refuse(turn, worker, offer.session(), claim.seq(), "the ledger has " + MAX_CLAIMS_PER_LEASE + " claims for lease "
                    + claim.lease() + " already; no more are entered");
            return;
        }
        if (!turn.state().devices().holds(lease.get(), claim)) {
            refuse(turn, worker, offer.session(), claim.seq(), "organization " + worker.organization() + " has "
                    + Limits.MAX_BUSY_DEVICES_PER_ORGANIZATION + " devices at work already; no more are entered");
            return;
        }
        boolean decided = Observations.refusal(lease.get(), claim).isPresent();
        if (decided || lease.get().lease().kind() == LeaseKind.EVALUATE) {
            enter(turn, worker, offer, claim, decided ? Observations.Findings.FINE : evaluated(claim));
            return;
        }
        turn.ephemeral().pendingClaims.put(worker, offer);
        JobDocument job = turn.state().runs().get(lease.get().lease().run()).job();
        turn.ephemeral().underway.begin(Underway.update(worker, claim.seq()),
                List.of(claim.update().orElseThrow(), lease.get().lease().model()));
        turn.release(new Effect.CheckUpdate(worker, claim.seq(), claim.update().orElseThrow(), lease.get().lease().model(),
                job.trainable(), job.scales(), job.maxUpdateNormMillionths(), job.maxUpdateBytes()));
    }

    /** What the check of an update found. */
    static void checked(Turn turn, Event.UpdateChecked event) {
        Set<String> deleted = Housekeeping.ended(turn, Underway.update(event.worker(), event.seq()));
        PendingClaim pending = turn.ephemeral().pendingClaims.get(event.worker());
        if (pending == null || pending.seq() != event.seq()) {
            return;
        }
        turn.ephemeral().pendingClaims.remove(event.worker());
        // Whoever offered it may have been revoked meanwhile, and the name may even have been given anew.
        WorkerView signer = turn.state().workers().get(event.worker());
        if (signer == null || !pending.entry().key().equals(signer.key())) {
            return;
        }
        UsageClaim claim = (UsageClaim) pending.entry().entry().body();
        boolean gone = claim.update().filter(deleted::contains).isPresent();
        switch (gone ? new UpdateVerdict.Missing() : event.verdict()) {
            case UpdateVerdict.Missing missing -> wantAgain(turn, event, pending, claim);
            case UpdateVerdict.Fit fit -> enter(turn, event.worker(), pending, claim,
                    new Observations.Findings(Optional.empty(), Optional.empty(), OptionalLong.of(fit.normMillionths())));
            case UpdateVerdict.Unfit unfit -> enter(turn, event.worker(), pending, claim,
                    refused(unfit.reason(), unfit.detail()));
        }
    }

    /** When it is the model that is missing, the lease has ended with its run before the claim comes again. */
    private static void wantAgain(Turn turn, Event.UpdateChecked event, PendingClaim pending, UsageClaim claim) {
        LatestModel.doubt(turn, turn.state().lease(claim.lease()).orElseThrow().lease().run());
        send(turn, event.worker(), pending.session(), CoordinatorMessage.newBuilder()
                .setUpdateWanted(UpdateWanted.newBuilder().setSeq(event.seq()).setDigest(claim.update().orElseThrow()))
                .build());
    }

    /** Appends claim and observation and sends the receipt for both. */
    private static void enter(Turn turn, WorkerId worker, PendingClaim offer, UsageClaim claim, Observations.Findings findings) {
        long index = turn.nextIndex();
        Observation observation = Observations.of(turn.state(), claim, index, findings, turn.timeMillis());
        turn.append(offer.entry());
        turn.append(observation);
        Lease lease = turn.state().lease(claim.lease()).orElseThrow().lease();
        Leases.claimed(turn, lease, observation.verdict() == Observation.Verdict.ACCEPTED);
        Troubles.answered(turn, lease, claim, observation);
        Housekeeping.claimed(turn, claim, lease);
        turn.release(new Effect.SendReceipt(worker, offer.session(), offer.seq()));
        Remeasuring.claimed(turn, lease);
    }

    /** An evaluation has no bytes to check, only figures. */
    private static Observations.Findings evaluated(UsageClaim claim) {
        boolean measured = claim.accuracyMillionths().isPresent() || claim.lossMillionths().isPresent();
        boolean inRange = claim.accuracyMillionths().orElse(0) <= MAX_ACCURACY_MILLIONTHS;
        if (measured && inRange) {
            return Observations.Findings.FINE;
        }
        return measured
                ? refused(Reasons.OUT_OF_RANGE, "an accuracy has at most " + MAX_ACCURACY_MILLIONTHS + " millionths")
                : refused(Reasons.MALFORMED, "an evaluation without accuracy and loss");
    }

    private static Observations.Findings refused(String reason, String detail) {
        return new Observations.Findings(Optional.of(reason), Optional.of(detail), OptionalLong.empty());
    }

    private static void refuse(Turn turn, WorkerId worker, long session, long seq, String reason) {
        send(turn, worker, session, CoordinatorMessage.newBuilder()
                .setClaimRefused(ClaimRefused.newBuilder().setSeq(seq).setReason(reason)).build());
    }

    private static void send(Turn turn, WorkerId worker, long session, CoordinatorMessage message) {
        turn.release(new Effect.Send(worker, session, message));
    }
}
