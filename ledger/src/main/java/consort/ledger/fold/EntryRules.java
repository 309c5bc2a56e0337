package consort.ledger.fold;

import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Access;
import consort.ledger.entry.AccessUsed;
import consort.ledger.entry.Ack;
import consort.ledger.entry.Approval;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Charter;
import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.CoordinatorErasure;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Entry;
import consort.ledger.entry.EntryType;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.Finding;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobWithdrawn;
import consort.ledger.entry.Journal;
import consort.ledger.entry.Key;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.Member;
import consort.ledger.entry.ModelRelease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.Reversal;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunPaused;
import consort.ledger.entry.RunResumed;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.entry.Standing;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.Withdrawal;
import consort.ledger.note.VerifierKey;
import java.util.OptionalLong;

/** The rules that hold for every entry, and the way to those of its subject. */
final class EntryRules {

    private EntryRules() {
    }

    /** @return what to do to the state once everything was checked */
    static Change check(State state, Entry entry, Documents documents) throws RuleViolation {
        Check check = new Check(entry.index());
        check.equal(Rule.INDEX, "index", state.size(), entry.index());
        checkOrder(state, entry, check);
        VerifierKey signer = Signers.required(state, entry);
        if (state.founded()) {
            check.equal(Rule.DOMAIN, "type", state.domain(), entry.domain());
        }
        return switch (entry.body()) {
            case CoordinatorBody body -> {
                if (body.timeMillis() < state.ledgerTimeMillis()) {
                    throw check.violation(Rule.LEDGER_TIME, "timeMillis", "at least " + state.ledgerTimeMillis(), body.timeMillis());
                }
                yield coordinator(state, entry, body, documents, check);
            }
            case PartyBody body -> {
                check.equal(Rule.SEQ, "seq", state.lastSeq(signer) + 1, body.seq());
                Change signed = () -> state.membership.signed(
                        body.organization(), signer, new Receipted(entry.index(), entry.leafHash()));
                yield signed.then(party(state, entry, body, signer, check));
            }
        };
    }

    /** The coordinator's time, if it is an entry of the coordinator. */
    static OptionalLong ledgerTime(Entry entry) {
        return entry.body() instanceof CoordinatorBody body ? OptionalLong.of(body.timeMillis()) : OptionalLong.empty();
    }

    private static void checkOrder(State state, Entry entry, Check check) throws RuleViolation {
        if (state.size() == 0 != (entry.type() == EntryType.CHARTER)) {
            throw check.violation(Rule.ORDER, "type", "charter as the first entry and no other",
                    entry.type().text() + " at index " + entry.index());
        }
        if (state.awaitsOne() && entry.type() != awaited(state)) {
            throw check.violation(Rule.ORDER, "type", state.awaited().orElseThrow(), entry.type().text());
        }
    }

    private static EntryType awaited(State state) {
        if (state.membership.accepting.isPresent()) {
            return EntryType.ACCEPTANCE;
        }
        return state.work.pending.isPresent() ? EntryType.OBSERVATION : EntryType.LEASE_ENDED;
    }

    private static Change coordinator(State state, Entry entry, CoordinatorBody body, Documents documents, Check check)
            throws RuleViolation {
        return switch (body) {
            case Charter charter -> MembershipRules.charter(state, entry, charter, documents, check);
            case CoordinatorStarted started -> MembershipRules.coordinatorStarted(state, started, check);
            case Invitation invitation -> MembershipRules.invitation(state, invitation, check);
            case Member member -> MembershipRules.member(state, entry, member, check);
            case Job job -> RunRules.job(state, entry, job, documents, check);
            case JobWithdrawn withdrawn -> ApprovalRules.withdrawn(state, entry, withdrawn, check);
            case RunStarted started -> RunRules.runStarted(state, entry, started, check);
            case RoundOpened opened -> RoundRules.opened(state, opened, check);
            case Lease lease -> RoundRules.lease(state, entry, lease, check);
            case LeaseEnded ended -> UsageRules.leaseEnded(state, ended, check);
            case Observation observation -> UsageRules.observation(state, entry, observation, check);
            case RoundClosed closed -> RoundRules.closed(state, entry, closed, documents, check);
            case RoundAbandoned abandoned -> RoundRules.abandoned(state, abandoned, check);
            case RunEnded ended -> RunRules.runEnded(state, ended, check);
            case RunPaused paused -> OperationRules.paused(state, paused, check);
            case RunResumed resumed -> OperationRules.resumed(state, resumed, check);
            case Standing standing -> OperationRules.standing(state, standing, check);
            case ExternalCost cost -> OperationRules.externalCost(state, entry, cost, check);
            case Reversal reversal -> AdjustmentRules.reversal(state, entry, reversal, check);
            case Journal journal -> AdjustmentRules.journal(state, entry, journal, check);
            case PeriodClose close -> PeriodRules.close(state, entry, close, check);
            case Finding finding -> FindingRules.finding(state, finding, documents, check);
            case AccessUsed used -> AccessRules.used(state, entry, used, check);
            case Revocation revocation -> LeavingRules.revocation(state, entry, revocation, check);
            case Authority authority -> AuthorityRules.authority(state, entry, authority, documents, check);
            case LogKey next -> LogKeyRules.logKey(state, entry, next, check);
            case Resolution resolution -> DisputeRules.resolution(state, entry, resolution, check);
            case SettlementInstruct instruct -> SettlementRules.instruct(state, entry, instruct, check);
            case CoordinatorErasure erasure -> ErasureRules.byCoordinator(state, entry, erasure, check);
            case ModelRelease release -> ReleaseRules.release(state, entry, release, check);
        };
    }

    private static Change party(State state, Entry entry, PartyBody body, VerifierKey signer, Check check) throws RuleViolation {
        return switch (body) {
            case Acceptance acceptance -> MembershipRules.acceptance(state, acceptance, check);
            case Key key -> KeyRules.key(state, entry, key, signer, check);
            case UsageClaim claim -> UsageRules.claim(state, entry, claim, signer, check);
            case Access access -> AccessRules.access(state, access, check);
            case Withdrawal withdrawal -> LeavingRules.withdrawal(state, entry, withdrawal, check);
            case Departure departure -> LeavingRules.departure(state, entry, departure, check);
            case Benchmark benchmark -> BenchmarkRules.benchmark(state, entry, benchmark, check);
            case Approval approval -> ApprovalRules.approval(state, entry, approval, check);
            case Dispute dispute -> DisputeRules.dispute(state, entry, dispute, check);
            case Ack ack -> DisputeRules.ack(state, entry, ack, check);
            case SettlementConfirm confirm -> SettlementRules.confirm(state, entry, confirm, check);
            case Erasure erasure -> ErasureRules.erasure(state, entry, erasure, check);
        };
    }
}
