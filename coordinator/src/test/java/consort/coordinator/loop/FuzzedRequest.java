package consort.coordinator.loop;

import com.google.protobuf.InvalidProtocolBufferException;
import consort.coordinator.core.Event;
import consort.coordinator.core.Pool;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.Standing;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.proto.AdjustRequest;
import consort.proto.ClosePeriodRequest;
import consort.proto.CostRequest;
import consort.proto.EnrollOrganizationRequest;
import consort.proto.EstimateRequest;
import consort.proto.InviteRequest;
import consort.proto.ModelFacts;
import consort.proto.PauseRequest;
import consort.proto.ResolveRequest;
import consort.proto.ResumeRequest;
import consort.proto.ReverseRequest;
import consort.proto.RevokeRequest;
import consort.proto.SettleRequest;
import consort.proto.StandingRequest;
import consort.proto.StopRequest;
import consort.proto.SubmitRequest;
import consort.proto.WithdrawJobRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Requests of every kind, as the services make them of what arrives. */
final class FuzzedRequest {

    static final WorkerId INVITED = new WorkerId("acme", "w2");

    private static final int KINDS = 29;

    private FuzzedRequest() {
    }

    /**
     * The request.
     *
     * @param rest what arrived; where an entry is to be signed, its text, which who asks signs
     * @throws IllegalArgumentException as the services refuse what names no key or standing
     */
    static Event.Request of(byte kind, byte[] rest, long ticket) throws InvalidProtocolBufferException {
        int number = Math.floorMod(kind, KINDS);
        return number < 9 ? joining(number, rest, ticket) : operating(number, rest, ticket);
    }

    private static Event.Request joining(int kind, byte[] rest, long ticket) throws InvalidProtocolBufferException {
        return switch (kind) {
            case 0 -> new Event.EnrollOrganization(ticket, Pool.inviteHash("carol"), Pool.orgKey("carol").verifierKey().toString(),
                    signed(rest, Pool.orgKey("carol")));
            case 1 -> {
                EnrollOrganizationRequest enroll = EnrollOrganizationRequest.parseFrom(rest);
                yield new Event.EnrollOrganization(
                        ticket, Pool.inviteHash("carol"), enroll.getVerifierKey(), enroll.getAcceptance().toByteArray());
            }
            case 2 -> new Event.EnrollWorker(ticket, Pool.inviteHash(INVITED.toString()), signed(rest, Pool.inviteKey(INVITED)));
            case 3 -> new Event.AppendEntry(ticket, "acme", signed(rest, Pool.orgKey("acme")));
            case 4 -> new Event.SubmitJob(ticket, "operator", rest);
            case 5 -> {
                InviteRequest invite = InviteRequest.parseFrom(rest);
                yield new Event.Invite(ticket, invite.getOrganization(), invite.getInviteHash(), invite.getExpiresMillis(),
                        invite.getBenefit(), invite.getTier());
            }
            case 6 -> {
                StopRequest stop = StopRequest.parseFrom(rest);
                yield new Event.StopRun(ticket, stop.getRun(), stop.getCause());
            }
            case 7 -> {
                EstimateRequest estimate = EstimateRequest.parseFrom(rest);
                yield new Event.EstimateJob(ticket, estimate.getJob().toByteArray(), Optional.of(facts(estimate.getModel())),
                        estimate.getAwaitWorkers());
            }
            default -> new Event.ClosePeriod(ticket, rest.length > 0);
        };
    }

    private static Event.Request operating(int kind, byte[] rest, long ticket) throws InvalidProtocolBufferException {
        return switch (kind) {
            case 9 -> standing(StandingRequest.parseFrom(rest), ticket);
            case 10 -> {
                CostRequest cost = CostRequest.parseFrom(rest);
                yield new Event.AddCost(ticket, cost.getOrganization(), cost.getAmount(), cost.getWhat());
            }
            case 11 -> {
                RevokeRequest revoke = RevokeRequest.parseFrom(rest);
                yield new Event.Revoke(ticket, new Subject(revoke.getOrganization(),
                        revoke.hasWorker() ? Optional.of(revoke.getWorker()) : Optional.empty(),
                        revoke.hasPerson() ? Optional.of(revoke.getPerson()) : Optional.empty()), revoke.getReason());
            }
            case 12 -> {
                PauseRequest pause = PauseRequest.parseFrom(rest);
                yield new Event.PauseRun(ticket, pause.getRun(), pause.getCause());
            }
            case 13 -> {
                ResumeRequest resume = ResumeRequest.parseFrom(rest);
                yield new Event.ResumeRun(ticket, resume.getRun(), resume.getCause());
            }
            case 14 -> new Event.AddAuthority(ticket, rest);
            case 15 -> new Event.RetireAuthority(ticket, text(rest));
            case 16 -> new Event.AskPosition(ticket, Subject.ofOrganization("acme"),
                    rest.length == 0 ? Optional.empty() : Optional.of(VerifierKey.parse(text(rest))));
            case 17 -> new Event.AskOrganization(ticket, text(rest));
            case 18 -> new Event.Describe(ticket, text(rest));
            case 19 -> new Event.EnrollPerson(ticket, text(rest));
            case 20 -> new Event.AppendEntry(ticket, Subject.of(Bystander.WORKER), signed(rest, Pool.workerKey(Bystander.WORKER)));
            case 21 -> new Event.AskModels(ticket, rest.length % 3, rest.length, 1 + rest.length);
            case 22 -> {
                SubmitRequest submit = SubmitRequest.parseFrom(rest);
                yield new Event.SubmitJob(ticket, "operator", submit.getJob().toByteArray(), submit.getAwaitWorkers(),
                        unlessZero(submit.getAfterRun()));
            }
            case 23 -> {
                WithdrawJobRequest withdraw = WithdrawJobRequest.parseFrom(rest);
                yield new Event.WithdrawJob(ticket, withdraw.getJob(), withdraw.getReason());
            }
            case 24 -> {
                ResolveRequest resolve = ResolveRequest.parseFrom(rest);
                yield new Event.ResolveDispute(ticket, resolve.getDispute(),
                        resolve.getUpheld() ? Resolution.Outcome.UPHELD : Resolution.Outcome.REJECTED, resolve.getReason());
            }
            case 25 -> new Event.SettlePeriod(ticket, SettleRequest.parseFrom(rest).getPeriod());
            case 26 -> {
                ReverseRequest reverse = ReverseRequest.parseFrom(rest);
                yield new Event.ReverseClaim(ticket, reverse.getClaim(), reverse.getAcceptedMillis(), reverse.getReason(),
                        unlessZero(reverse.getDispute()));
            }
            case 27 -> {
                AdjustRequest adjust = AdjustRequest.parseFrom(rest);
                yield new Event.AddJournal(ticket, adjust.getPostingsList().stream().limit(Limits.MAX_MEMBERS)
                        .map(one -> new Event.JournalAmount(one.getOrganization(), one.getAmount())).toList(), adjust.getReason(),
                        unlessZero(adjust.getDispute()));
            }
            default -> {
                ClosePeriodRequest close = ClosePeriodRequest.parseFrom(rest);
                yield new Event.ClosePeriod(ticket, unlessZero(close.getPeriod()), close.getEmpty());
            }
        };
    }

    private static Event.Request standing(StandingRequest request, long ticket) {
        Standing.Level level = Stream.of(Standing.Level.values()).filter(one -> one.text().equals(request.getStanding()))
                .findFirst().orElseThrow(IllegalArgumentException::new);
        return new Event.SetStanding(ticket, request.getOrganization(),
                Optional.of(request.getWorker()).filter(name -> !name.isEmpty()), level, request.getReason());
    }

    private static OptionalLong unlessZero(long number) {
        return number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private static Event.ModelFacts facts(ModelFacts model) {
        return new Event.ModelFacts(Math.abs(model.getFileBytes() / 2), Math.abs(model.getUpdateBytes() / 2),
                Math.abs(model.getMemoryBytes() / 2));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] signed(byte[] text, SignerKey key) {
        return Note.sign(text(text), key).bytes();
    }
}
